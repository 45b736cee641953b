"""Words for effects, in the form of lexicon_words.py: "value: words that mean it | words that are near it"."""

EFFECTS = """
footsteps: footstep footsteps step steps tread pawstep pawsteps hoofbeat hoofbeats 脚步声 脚步 pasos pas schritte | walking march running_feet patter
knock: knock knocking rap rapping 敲门声 敲门 golpe toc klopfen | tap tapping
door: slam latch door_shut 门 关门声 puerta porte tür | door gate lock hinge lid trapdoor
creak: creak creaking squeak 吱呀 crujido grincement knarren | groan rope floorboard
bell: bell doorbell handbell jingle 铃声 铃铛 campana cloche glocke | alarm ring
toll: toll church_bell tolling bells 钟声 campanas | gong
splash: splash splashing plunge 水花 溅水声 chapoteo plouf platschen | dive swim
drip: drip dripping drop drops 滴水声 滴水 gota goutte tropfen | trickle
gust: gust wind breeze howling 风声 viento vent wind | storm whirl
rustle: rustle rustling leaves bush grass 沙沙声 susurro bruissement rascheln | undergrowth twigs straw
cloth: cloth cloak fabric page pages paper 布料声 翻页声 tela tissu stoff | flap blanket sail letter
thunder: thunder thunderclap lightning 雷声 打雷 trueno tonnerre donner | explosion boom
whoosh: whoosh swoosh swish throw thrown arrow lanzar | fly swing zoom rush
thud: thud thump bump fall falls falling 砰 golpe_sordo bruit_sourd | land stomp drum impact
crash: crash smash shatter breaking_glass crockery 打碎声 破碎声 estruendo fracas klirren | break clatter
clink: clink coin coins keys key glasses chain 叮当声 tintineo | jewel armour armor
hammer: hammer hammering nail anvil 锤子声 锤击声 martillo marteau hammer | forge pick mining
dig: dig digging spade shovel 挖掘声 铲土声 cavar pala graben | plough rake
saw: saw sawing 锯木声 sierra scie säge | file scrape
crunch: crunch munch bite chewing 咀嚼声 crujir croquer | eat eating gnaw
snore: snore snoring breath breathing 打呼声 ronquido ronflement schnarchen | sleep sigh yawn
heartbeat: heartbeat heart 心跳声 心跳 latido herzschlag | pulse
wings: wings wingbeat flutter 扇翅声 振翅 alas ailes flügel | flapping feathers
chime: chime chimes sparkle magic twinkle shimmer 魔法声 风铃 | spell glitter fairy_dust star
clock: clock ticking tick tick-tock 滴答声 钟表 reloj horloge uhr | watch pendulum metronome
gears: gears ratchet clockwork winding cogs 齿轮声 engranajes zahnräder | mechanism machine crank
whistle: whistle whistling 口哨声 silbido sifflet pfeifen | kettle
horn: horn foghorn ship_horn 号角声 雾角 bocina | siren
applause: applause clapping clap 掌声 鼓掌 aplauso applaus | cheer crowd
pop: pop cork bubble bubbles | hiccup click
fire: fire crackle crackling campfire 火焰声 柴火声 fuego feu feuer | burning hearth torch
rain: rain rainfall shower 雨声 lluvia pluie regen | hail downpour
waves: wave waves surf sea 海浪声 波浪 olas vagues wellen | tide ocean
birdsong: birdsong bird birds chirp tweet 鸟鸣 鸟叫声 pájaros oiseaux vögel | nightingale sparrow
owl: owl hoot 猫头鹰叫声 búho hibou eule | cuckoo dove
gulls: gull gulls seagull seagulls 海鸥声 gaviotas mouettes möwen | seabirds
crickets: cricket crickets cicadas 蟋蟀声 蝉鸣 grillos grillons grillen | insects
croak: frog croak ribbit 蛙鸣 rana grenouille quaken | toad
"""

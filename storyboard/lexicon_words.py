"""The word tables of lexicon.py: one line per value, the words that mean it before the bar, the words that are only near it after.

"fox: fox vixen | jackal raccoon": a vixen is drawn as asked; a jackal is drawn as a fox, and the story says so.
Phrases are joined by underscores. Words of other languages and emoji stand beside the English ones.
"""

from __future__ import annotations

KINDS = """
man: man gentleman father dad papa uncle husband guy groom 👨 🧔 男人 爸爸 رجل איש hombre homme mann hombre padre père vater
woman: woman lady mother mum mom mama aunt wife bride 👩 女人 妈妈 امرأة אישה mujer femme frau madre mère mutter
boy: boy son lad prince nephew brother grandson stepson godson 👦 男孩 王子 ولد صبي ילד niño garçon junge príncipe prinz | elf gnome dwarf pixie goblin cupid hobbit leprechaun
girl: girl daughter lass princess niece sister granddaughter stepdaughter goddaughter stepsister 👧 女孩 公主 بنت فتاة أميرة ילדה niña fille mädchen princesa princesse prinzessin | mermaid fairy sprite doll nymph ballerina_doll tooth_fairy
old man: old_man grandfather grandpa granddad elder hermit 👴 爷爷 جد سبא אבא_זקן abuelo grand-père großvater santa | santa_claus
old woman: old_woman grandmother grandma granny nan crone 👵 奶奶 جدة סבתא abuela grand-mère großmutter
fox: fox vixen 🦊 狐狸 ثعلب الثعلب שועל zorro renard fuchs volpe raposa лиса キツネ | jackal raccoon red_panda weasel marten meerkat mongoose lemur coati ferret stoat 🦝 hyena
wolf: wolf werewolf 🐺 狼 ذئب الذئب זאב lobo loup wolf волк オオカミ | coyote husky dingo
rabbit: rabbit bunny hare 🐰 🐇 兔子 兔 أرنب ארנב conejo lapin hase kaninchen кролик うさぎ | kangaroo wallaby quokka chinchilla 🦘
bear: bear 🐻 熊 دب דוב oso ours bär медведь クマ | anteater cub bear_cub panda koala elephant rhino rhinoceros gorilla yeti bigfoot sloth walrus whale mammoth monkey ape chimpanzee orangutan wombat badger monster giant_panda seal manatee 🐼 🐨 🐘 🐵 🐒 🐳 🐋 🦍 🦥 🦭 🦡 大象 猴子 فيل قرد elefante éléphant elefant
cat: cat kitten kitty tomcat 🐱 🐈 猫 قطة قط חתול gato chat katze кот кошка ねこ | tiger leopard panther lynx cheetah jaguar puma cougar otter 🐯 🐅 🐆 🦦 老虎
dog: dog puppy hound poodle terrier sheepdog 🐶 🐕 狗 小狗 كلب כלב perro chien hund собака いぬ
mouse: mouse mice rat 🐭 🐁 🐀 老鼠 فأر עכבר ratón souris maus мышь ねずみ | platypus echidna porcupine skunk mink wasp hornet mosquito gnat flea dragonfly scorpion hamster squirrel hedgehog mole shrew chipmunk vole gerbil beaver possum opossum guinea_pig bat otter_pup ant bee beetle ladybug ladybird spider butterfly moth cricket grasshopper firefly bug insect 🐿 🦔 🐜 🐝 🐞 🦋 🕷 🐹 🦇 蜜蜂 نحلة
frog: frog toad tadpole 🐸 青蛙 ضفدع צפרדע rana grenouille frosch | narwhal orca salmon trout cod clownfish seahorse clam oyster mussel shrimp prawn crayfish lizard gecko chameleon newt salamander crocodile alligator iguana octopus squid crab lobster fish goldfish shark dolphin slug axolotl starfish jellyfish 🦎 🐊 🐙 🦀 🐟 🐠 🐬 🦈 🪼 鱼 سمكة pez poisson fisch
bird: bird owl duck duckling goose swan gull seagull blackbird songbird sparrow robin swallow pigeon dove finch nightingale chick 🐦 🦉 🦆 🦢 🕊 🐤 🐥 鸟 小鸟 طائر عصفور ציפור pájaro oiseau vogel птица とり | wren cuckoo woodpecker macaw cockatoo canary budgie gosling penguin parrot peacock chicken hen rooster cockerel turkey toucan kiwi hummingbird phoenix puffin 🐧 🦜 🐔 🐓 🦃 🦚 企鹅 بطريق
robot: robot android automaton droid machine 🤖 机器人 روبوت רובוט roboter ロボット робот | computer toaster tractor train car truck bus engine locomotive submarine rocket typewriter vacuum drone cyborg satellite washing_machine clockwork scarecrow tin_man nutcracker snowman puppet ⛄ 🚗 🚂 🚜 🎃 lawnmower bulldozer excavator kettle teapot lamp_post
dragon: dragon 🐉 🐲 龙 تنين דרקון dragón drache дракон ドラゴン | dinosaur trex tyrannosaurus wyvern hydra basilisk kraken sea_monster 🦖 🦕 恐龙 ديناصور
spirit: spirit storm wind breeze cloud echo shadow fog mist thunder hurricane tornado thundercloud 🌪 ⛈ 🌬 ☁ 💨 风 云 暴风雨 عاصفة ريح רוח סערה sturm tormenta tempête viento | wave tide sun moonbeam sunbeam raindrop snowflake flame fire candle_flame rainbow comet meteor alien genie angel demon god goddess devil imp death time winter spring summer autumn night dream music river_spirit volcano planet tree oak pine willow mushroom pumpkin cactus sunflower leaf dandelion balloon kite bubble shadow_puppet iceberg glacier photon atom ufo 👽 ☀ 🌞 ❄ 🔥 🌈 🌳 🌵 🎈 👼 🧞 💧 🍄 太阳 雪花 شمس שמש sol soleil sonne arbre árbol baum
lion: lion 🦁 狮子 狮 أسد الأسد אריה león löwe leone lev лев ライオン | lioness sphinx manticore
donkey: donkey mule burro 🫏 驴 毛驴 حمار חמור esel âne asino осёл ロバ
sheep: sheep lamb ewe 🐑 羊 绵羊 小羊 خروف כבשה oveja mouton schaf agneau lamm pecora овца ひつじ | llama alpaca ram 🐏 🦙
goat: goat nanny_goat billy_goat 🐐 山羊 ماعز עז cabra chèvre ziege capra коза ヤギ | deer fawn stag antelope gazelle ibex chamois faun moose reindeer elk 🦌
pig: pig piglet hog 🐷 🐖 🐽 猪 小猪 خنزير חזיר cerdo cochon schwein maiale porco свинья ブタ | boar wild_boar warthog hippo hippopotamus tapir 🐗 🦛
horse: horse pony mare stallion foal 🐴 🐎 马 小马 حصان סוס caballo cheval pferd cavallo cavalo лошадь うま | unicorn zebra giraffe camel okapi centaur pegasus cow ox bull buffalo bison calf yak 🦄 🦒 🐪 🐫 🦓 🐮 🐄 🐂
crow: crow raven jackdaw 乌鸦 غراب עורב cuervo corbeau rabe krähe corvo ворона カラス | magpie blackbird rook starling
eagle: eagle 🦅 老鹰 鹰 نسر נשר águila aigle adler aquila орёл ワシ | hawk falcon vulture griffin osprey buzzard condor kestrel
stork: stork 鹳 لقلق חסידה cigüeña cigogne storch cicogna аист コウノトリ | heron crane pelican flamingo ibis egret ostrich emu spoonbill 🦩
snake: snake serpent python cobra viper 🐍 蛇 小蛇 ثعبان נחש serpiente schlange serpente змея ヘビ | worm earthworm caterpillar eel centipede rattlesnake adder 🪱 🐛
tortoise: tortoise turtle 🐢 乌龟 海龟 سلحفاة צב tortuga tortue schildkröte tartaruga черепаха カメ | snail armadillo terrapin pangolin 🐌
ghost: ghost phantom spectre poltergeist 👻 鬼 幽灵 شبح רוח_רפאים fantasma fantôme geist gespenst призрак | apparition zombie vampire skeleton mummy ghoul
giant: giant giantess giant_man giant_woman giant_boy giant_girl 巨人 عملاق ענק gigante géant riese великан | ogre troll cyclops titan golem
"""

ROLES = """
old: keeper lighthouse_keeper clockmaker watchmaker wizard witch hermit professor beekeeper toymaker shepherd librarian storyteller bookbinder candlemaker cartographer mapmaker monk nun king queen emperor empress sultan alchemist
adult: watchman night_watchman nightwatchman tamer trainer rider herder baker cook chef tailor seamstress dressmaker weaver blacksmith smith carpenter builder mason potter painter artist sculptor poet writer author musician violinist pianist flutist drummer singer dancer ballerina actor actress clown juggler magician acrobat puppeteer fisherman fisherwoman fisher sailor captain pirate diver farmer gardener florist miller merchant trader shopkeeper grocer barber cobbler shoemaker jeweller jeweler glassblower inventor engineer mechanic scientist astronomer astronaut cosmonaut pilot doctor nurse dentist vet surgeon healer teacher student explorer adventurer traveller traveler wanderer hunter knight soldier guard guardian warrior archer samurai ninja thief burglar robber detective spy postman postwoman mailman courier messenger lamplighter conductor driver miner woodcutter lumberjack ranger fireman firefighter policeman policewoman judge lawyer mayor minister banker accountant clerk secretary janitor cleaner waiter waitress innkeeper human villager priest bishop priestess sorcerer sorceress inspector couple townsman townswoman enemy prisoner captive refugee pensioner veteran servant maid butler squire duke duchess baron countess pharaoh chief chieftain plumber electrician goalkeeper footballer player coach runner swimmer skater skier cyclist climber surfer boxer wrestler gymnast referee operator lift_operator passenger ferryman boatman gondolier weatherman weatherwoman journalist reporter photographer architect gravedigger undertaker locksmith perfumer chimney_sweep street_sweeper rescuer lifeguard widow widower roommate tourist customer viking cowboy cowgirl gladiator goatherd swineherd goldsmith potter milkman milkmaid paperboy paperwoman fortune_teller composer violin_maker bell_ringer stuntman stuntwoman chemist botanist biologist archaeologist geologist philosopher historian hacker programmer model hairdresser optician pharmacist paramedic caretaker gamekeeper zookeeper bookseller newsreader presenter producer cameraman camerawoman bricklayer roofer glazier welder fishmonger greengrocer ironmonger candymaker chocolatier brewer butcher cheesemaker hero heroine stranger neighbour neighbor friend lover twin orphan nomad ambassador 👩‍🚀 👨‍🍳 🧙 🧑‍🚀 🏴‍☠️ 国王 宇航员 ملك מלך rey roi könig
young: child kid teenager apprentice pupil student schoolboy schoolgirl toddler baby page newcomer 孩子 طفل ילד_קטן niño_pequeño enfant kind
"""

PLACES = """
forest: forest woods wood jungle grove thicket treehouse 🌲 🌳 🌴 森林 غابة יער bosque forêt wald лес | moor orchard rainforest swamp marsh bog park zoo
meadow: meadow windmill mill grassland field pasture hill hills prairie garden farm clearing lawn 🌻 🌼 🌾 草地 花园 حديقة גן prado pré wiese jardín garten | backyard playground vineyard farmyard barn cemetery graveyard stadium football_pitch
village: village hamlet lane countryside town_square village_square village_green market_square marketplace village_street 🏘 村庄 村子 قرية כפר pueblo village dorf | inn tavern island church chapel
city street: city_street platform road highway train_station bus_station city street town downtown metropolis avenue alley sidewalk square rooftop rooftops 🏙 🌆 🌃 城市 مدينة עיר ciudad ville stadt город | station motorway pavement railway airport hospital museum supermarket mall shop bank office hotel school playground tokyo paris london york bus_stop subway restaurant cafe skyscraper
castle: castle palace tower fortress citadel kingdom 🏰 🏯 城堡 قلعة טירה castillo château schloss burg | mansion ruins temple pyramid throne manor
seashore: seashore beach shore coast bay lagoon 🏖 🏝 海边 شاطئ חוף playa plage strand | island atoll
lighthouse: lighthouse beacon 灯塔 منارة מגדלור faro phare leuchtturm маяк
harbor: harbor harbour port dock docks quay pier wharf marina 港口 ميناء נמל puerto hafen | shipyard canal fish_market
open sea: open_sea ship_deck boat_deck sea ocean ship boat raft deck aboard sailing ⛵ 🌊 🚢 大海 海 بحر البحر ים mar mer meer море | submarine underwater seabed reef whale_belly bathtub waterfall
mountain: mountain mountain_hut mountain_lake mountains peak summit cliff alps ridge glacier ⛰ 🏔 🗻 山 جبل הר montaña montagne berg гора | volcano antarctica arctic iceberg north_pole south_pole pole tundra igloo valley
desert: desert dune dunes sahara oasis 🏜 🐪 沙漠 صحراء מדבר desierto désert wüste | mars canyon savanna savannah
river: river riverside lakeside lakeshore stream brook creek pond lake bridge riverbank 🏞 河 نهر נהר río rivière fluss река | waterfall well fountain swimming_pool swamp_water dam
cave: cave cavern tunnel grotto mine burrow den 山洞 كهف מערה cueva grotte höhle | underground cellar basement dungeon sewer tomb maze labyrinth bunker
cottage room: cottage living_room sitting_room cosy_room room house home bedroom hut cabin parlour attic fireside 🏠 🏡 家 房子 بيت בית casa maison haus дом | apartment flat nursery prison hospital_room waiting_room tent caravan
kitchen: kitchen bakery oven tea_house restaurant 🍳 厨房 مطبخ מטבח cocina cuisine küche | restaurant_kitchen cafe_kitchen canteen pizzeria diner
workshop: workshop workroom toolshed carpentry woodshop forge studio garage smithy 🛠 工坊 ورشة taller atelier werkstatt | factory laboratory lab office shed clock_shop toyshop clinic repair_shop
library: library reading_room bookshop bookstore archive 📚 图书馆 مكتبة ספריה biblioteca bibliothèque bibliothek | school classroom museum university study
moon: moon moon_surface moon_base lunar_surface moonscape outer_space space crater planet 🌙 🌕 🚀 🪐 月亮上 太空 فضاء חלל espacio weltraum | space_station spaceship starship mars galaxy asteroid orbit star_station spacecraft
above the clouds: above_the_clouds sky_castle castle_in_the_clouds cloud_castle floating_castle cloudscape sky clouds heaven skies ☁️ 天空 سماء שמיים cielo ciel himmel небо | airplane balloon airship heavens hot-air_balloon
theatre stage: theatre_stage opera_house concert_hall music_hall puppet_theatre theater_stage theatre theater stage circus opera concert 🎭 🎪 剧院 مسرح teatro théâtre theater | cinema ballroom school_play talent_show nightclub tv_studio
"""

PROPS = """
lantern: lantern lamp candle torch flashlight 🏮 🕯 🔦 💡 灯 灯笼 فانوس مصباح פנס linterna lanterne laterne фонарь | light fire flame firefly lightbulb bulb match campfire spark sun ember
letter: letter envelope message postcard note ✉ 💌 📜 信 رسالة מכתב carta lettre brief письмо | card passport scroll invitation recipe ticket stamp diary_page newspaper poem photograph photo picture painting drawing contract secret secrets sheet_music
key: key keys 🔑 🗝 钥匙 مفتاح מפתח llave clé schlüssel ключ | lock treasure coin coins gold ring necklace jewel jewels diamond crown medal whistle spoon fork compass_key tooth 💎 💍 👑 🪙
book: book novel diary storybook notebook 📖 📕 📚 书 كتاب ספר libro livre buch книга | dictionary atlas encyclopedia manual computer phone tablet memory memories dream dreams story stories words word language
flower: flower poppy rose tulip daisy bloom blossom sunflower lily 🌹 🌷 🌸 🌼 🌻 花 وردة زهرة פרח flor fleur blume цветок | plant bouquet rainbow spring feather butterfly color colour colours colors smell scent paintbrush brush paint dandelion perfume
apple: apple 🍎 🍏 苹果 تفاحة תפוח manzana pomme apfel яблоко | mushroom fruit pear orange banana peach plum tomato cherry strawberry berry ball pumpkin watermelon mango lemon carrot potato heart football 🍓 🍌 🍊 🍒 🥕 ⚽ ❤
loaf of bread: loaf_of_bread bread loaf bun baguette 🍞 🥖 面包 خبز לחם pan pain brot хлеб | cake pie pizza sandwich cheese cookie biscuit croissant pancake muffin pastry doughnut donut sugar chocolate 🍰 🎂 🧀 🍕 🍩 🍪
bowl: bowl soup porridge stew 🥣 🍲 🍜 碗 汤 حساء מרק sopa soupe suppe | rice noodles tea cup mug teapot kettle pot cauldron milk water honey ice_cream icecream potion salt pepper coffee medicine 🍦 🍵 ☕ 🍯 dish plate jug
map: map chart 🗺 地图 خريطة מפה mapa carte karte карта | compass globe plan blueprint treasure_map
star: star stars ⭐ 🌟 ✨ 🌠 星星 星 نجمة כוכב estrella étoile stern звезда | sun comet meteor wish diamond snowflake crystal gem pearl ☀ 月亮 月 القمر قمر ירח luna lune mond луна 月 snow ice sunlight moonlight raindrop magic hope
crescent moon: moon 🌙 🌛 🌜 🌝 🌕 月亮 月 القمر قمر ירח luna lune mond луна
sword: sword blade dagger ⚔ 🗡 剑 سيف חרב espada épée schwert | ladder bone spear knife wand stick staff axe hammer broom shovel bow arrow pen pencil fishing_rod rod oar sail anchor saw needle scissors paddle cane 🪄 🔨 🧹
umbrella: umbrella parasol ☂ ☔ 🌂 伞 雨伞 مظلة מטריה paraguas parapluie schirm зонт | parachute kite tent rain sail balloon 🎈 🪁
basket: basket hamper 🧺 篮子 سلة סל cesta panier korb | sled sledge cradle bag sack backpack suitcase chest bucket box boat ship raft net cart nest trunk trap wallet purse bottle jar shell drawer
flute: flute pipe recorder whistle 🎶 🎵 🎼 笛子 ناي חליל flauta flûte flöte | violin guitar piano drum trumpet harp bell song music melody voice instrument tune lullaby sound laughter laugh echo cello accordion tuba saxophone horn singing silence trombone horn 🎻 🎸 🎹 🥁 🎺 🔔 🎷
gift: gift present parcel package 🎁 礼物 هدية מתנה regalo cadeau geschenk подарок | box surprise toybox mail thing invention secret_box luggage
egg: egg eggs 🥚 🐣 蛋 بيضة ביצה huevo œuf ei яйцо | stone pebble rock nut nest shell pearl marble bean stone_egg acorn_shell mirror
gear: gear cog cogwheel spring wheel ⚙ 齿轮 ترس engranaje zahnrad | clock watch machine engine bicycle bike car rocket train clockwork time machine_part time_machine camera radio telephone screw 🕰 ⏰ ⌚ 🚲 minute hour plane airplane
seed: seed sprout seedling acorn 🌱 🌰 种子 بذرة זרע semilla graine samen семя | tree leaf grass plant clover forest garden bean nut cactus 🍀 🌳 🍃 🌵 petal
toy: toy teddy doll teddy_bear puppet toys 🧸 🪆 玩具 لعبة צעצוע juguete jouet spielzeug игрушка | shoe shoes sock socks hat mask wig boot boots carpet rug towel rope flag banner trophy skate skates glove gloves blanket pillow scarf sweater button coat mitten mittens boots dress shadow slipper slippers pyjamas trousers wool quilt ribbon tail ear nose harness saddle collar
"""

ACTIONS = """
standing: stand standing wait waiting stay watch guard | listen breathe freeze exist hold
walking: walk walking stroll go going wander follow travel march cross | climb crawl limp swim sail ride drive step carry return pull drag
running: run running race rush hurry flee dash escape | skate ski gallop sprint drive cycle charge
waving: wave waving greet signal beckon goodbye hello | salute bow
talking: talk talking speak say tell ask answer whisper shout explain call | sing pray teach order beg dispute boast
sitting: sit sitting rest perch kneel | fish wait lean row meditate fishing
jumping: jump jumping leap hop bounce skip | dive fall trip tumble somersault fly
pointing: point pointing show aim accuse | command direct conduct
giving: give giving offer hand share lend return | show trade throw hold
dancing: dance dancing sway twirl waltz spin | celebrate play swing juggle skate party prance frolic
sleeping: sleep sleeping asleep dream nap doze snore | faint rest lie lying hibernate die
crying: cry crying weep sob | mourn grieve despair apologise apologize
laughing: laugh laughing giggle chuckle | smile grin cheer joke sneeze
looking up: looking_up look_up gaze stargaze gaze_up | see admire wish
looking around: looking_around look_around search searching look seek explore | notice hunt peek spy discover hear
working: work working build dig hammer paint bake cook knead sweep repair sew make fix plant | write draw wash clean open cut play_piano row chop invent polish carve knit weave stir sharpen break mend tie untie
floating: float floating hover drift fly glide | swim soar levitate haunt swirl
hugging: hug hugging embrace cuddle hold | kiss comfort marry rescue save carry
taking: take taking receive grab fetch accept pick steal | find catch collect borrow keep
entering: enter entering come arrive appear | visit join
leaving: leave leaving depart exit go_away walk_away step_away | vanish disappear part
chasing: chase chasing pursue | hunt_down
sneaking: sneak sneaking creep tiptoe prowl | steal lurk
sitting down: sitting_down sit_down | settle
standing up: standing_up stand_up get_up | rise wake
eating: eat eating bite taste chew | drink dine feast feed swallow lick sip
reading: read reading study | learn
thinking: think thinking ponder wonder | plan decide remember guess solve
hiding: hide hiding cower | shelter crouch duck
pushing: push pushing shove heave | roll lift drag
arguing: argue arguing quarrel fight disagree | scold blame
dancing together: dancing_together dance_together dance_with
"""

EMOTIONS = """
calm: calm peaceful content quiet serene gentle kind patient neutral thoughtful wise curious | bored proud brave determined serious hopeful
happy: happy glad joyful cheerful delighted merry excited smiling grateful 😀 😊 😄 | proud in_love amused playful silly hopeful funny
sad: sad unhappy lonely gloomy sorrowful miserable heartbroken homesick 😢 😭 | hurt guilty sorry disappointed ashamed
angry: angry furious cross mad grumpy cranky enraged jealous 😠 😡 | greedy stubborn mean cruel annoyed rude
afraid: afraid scared frightened fearful terrified shy nervous timid worried 😨 😱 | anxious cautious clumsy embarrassed
surprised: surprised amazed astonished startled shocked 😮 | confused puzzled curious awed
tired: tired sleepy exhausted weary drowsy lazy 😴 | sick ill old bored slow
"""

COLORS = """
white: white snowy snow-white ivory
cream: cream beige pale
grey: grey gray silver
slate: slate dark charcoal
black: black ebony
brown: brown chestnut chocolate wooden
tan: tan sandy bronze khaki
rust: rust copper auburn ginger rusty
orange: orange amber
gold: gold golden brass
yellow: yellow lemon blond blonde
red: red crimson scarlet ruby
rose: rose pink coral
purple: purple plum indigo
violet: violet lavender lilac
navy: navy midnight
blue: blue azure sapphire cobalt
sky blue: sky_blue light-blue pale-blue
teal: teal turquoise cyan
mint: mint aquamarine
green: green emerald leafy
olive: olive moss
"""

GARMENTS = """
coat: coat jacket raincoat overcoat parka trenchcoat | spacesuit
dress: dress gown skirt | kimono tutu sari
tunic: tunic shirt blouse | t-shirt jersey toga
overalls: overalls dungarees jumpsuit | trousers jeans
sweater: sweater jumper pullover jersey | hoodie
robe: robe cloak habit | pyjamas kaftan cape bathrobe nightgown
vest: vest waistcoat
apron: apron pinafore | bib tabard
suit: suit tuxedo tailcoat blazer | tie
uniform: uniform livery | fatigues
smock: smock scrubs lab_coat | overall tabard
suit of armour: suit_of_armour armour armor breastplate chainmail | mail
cardigan: cardigan | shawl
"""

HATS = """
cap: cap peaked_cap | sailor_hat
straw hat: straw_hat sunhat sombrero | cowboy_hat
top hat: top_hat | bowler bowler_hat
crown: crown tiara | halo wreath
hood: hood | veil hijab
beanie: beanie bobble_hat woolly_hat | nightcap
pointed hat: pointed_hat wizard_hat witch_hat | party_hat cone
chef's hat: chef's_hat chef_hat toque | baker's_hat
helmet: helmet hard_hat | visor
headscarf: headscarf kerchief | bandana scarf
turban: turban | headwrap
flat cap: flat_cap | newsboy_cap
beret: beret | tam
"""

# What a story tells and no picture shows.
TOLD = """
learn teach want need try know lose miss become begin start stop wish hope love hate like believe trust forgive remember forget decide plan
guess solve find discover notice see hear smell taste feel mean seem happen change keep own live exist make come go get
"""

# What every picture of these places shows.
SIGHTS = """
river, seashore, lighthouse, harbor, open sea: water
seashore, lighthouse, harbor, open sea: sea wave
seashore, desert: sand
desert: dune
forest: tree leaf
meadow: grass
mountain, cave: rock
above the clouds: cloud sky
"""

HOURS = """
dawn: dawn sunrise morning daybreak early 🌅 清晨 فجر
day: day noon daytime afternoon midday today 白天 نهار
dusk: dusk sunset evening twilight 🌇 黄昏 غروب
night: night midnight nighttime nights moonlit 🌙 🌃 夜 夜晚 ليل לילה noche nuit nacht | dark darkness moon star stars dream sleep
"""

WEATHERS = """
clear: clear clear_sky blue_sky starry moonlit fair_weather sunny bright sunshine ☀ 🌞 晴
cloudy: cloudy overcast grey_sky clouds ☁ | dull
rain: rain rainy raining drizzle downpour shower wet 🌧 ☔ 雨 مطر גשם lluvia pluie regen
snow: snow snowy snowing winter snowfall blizzard snowstorm ice ❄ ⛄ 雪 ثلج שלג nieve neige schnee | cold frozen frost arctic antarctica
fog: fog foggy mist misty haze 🌫 雾 ضباب ערפל
storm: storm stormy thunderstorm rainstorm thunder lightning hurricane tempest ⛈ 🌩 暴风雨 عاصفة סערה tormenta tempête sturm | windy wind tornado
"""

STYLES = """
gouache: gouache | painted paint painting tempera acrylic 水粉
ink and wash: ink_and_wash ink wash watercolour watercolor 水墨 aquarelle acuarela aquarell | pen drawn line_drawing sketch comic
paper cut-out: paper_cut-out cutout cut-out paper_cutout papercut paper 剪纸 découpage scherenschnitt | collage origami layered
woodcut: woodcut woodblock wood_block linocut 版画 xilografía holzschnitt gravure | engraving etching print block_print
soft shaded: soft_shaded soft shaded airbrush pastel | rounded clay 3d smooth
flat modern: flat_modern flat modern vector minimal geometric | poster bauhaus graphic
"""

SEASONS = """
spring: spring springtime easter blossom blossoms 🌸 🌷 春 ربيع אביב primavera printemps frühling
summer: summer summertime midsummer 夏 صيف קיץ verano été
autumn: autumn harvest halloween thanksgiving 🍂 🍁 🎃 秋 خريف סתיו otoño automne herbst | pumpkin acorn
winter: winter wintertime christmas xmas snowman sledge ❄ ⛄ 🎄 冬 شتاء חורף invierno hiver | snow snowy blizzard skating
"""

"""The words English premises are read by, beside those of premise_words.py: what each small word does, more verbs, adjectives, and the
nouns that are a hardship, a time, a crowd."""

from __future__ import annotations

from agents.writer_offline import premise_words
from agents.writer_offline.premise_words import ALL_VERBS, VERB_SETS
from storyboard.lexicon import word_set
from storyboard.sound import Mood

SMALL = {
    "det": "a an the this these those some every each any another my our your his its their both several many all",
    "num": "two three four five six seven eight nine ten eleven twelve twenty hundred thousand dozen",
    "conj": "and or & nor",
    "pron": "he she it they we i you him them us me everybody everyone nobody somebody someone anybody anyone everything nothing something anything "
    "himself herself itself themselves hers theirs",
    "rel": "who which whose whom",
    "sub": "but although though because while when whenever if unless whereas however yet whether where why how what until till",
    "modal": "must can cannot could may might will would shall should can't couldn't won't wouldn't mustn't didn't doesn't don't did does do "
    "needn't shouldn't",
    "be": "is are was were am be been being isn't aren't wasn't weren't it's there's",
    "have": "has have had hasn't haven't hadn't having",
    "neg": "not never n't",
    "prep": "in on at by under inside near into onto from of with without through across behind beneath above below beside between among along "
    "around against toward towards during despite about over for upon outside past beyond within aboard amid underneath inside off like instead except",
    "adv": "again away back together once twice home soon always often sometimes only just even also too very quite almost still already now then "
    "tonight today tomorrow yesterday here there everywhere forever alone alive asleep overnight upstairs downstairs apart aloud up down out ever else "
    "far secretly suddenly finally goodbye hello first last underwater upside maybe perhaps so early late instead",
}
SMALL_TAGS = {word: tag for tag, words in SMALL.items() for word in words.split()}
DOUBLE = word_set("that her to no one before after since up down out off past as for so like long first last what not all how both far")  # see marks.py
NO_PERSONS = word_set(
    "danger number other matter answer anger hunger water winter letter corner paper power flower tower river finger ladder hammer silver order wonder murder "
    "thunder weather feather leather supper dinner butter pepper ginger counter center centre meter disaster plaster laughter slaughter border cover fever "
    "error mirror horror terror tremor odor color honor humor rumor vapor labor harbor door floor motor reactor elevator escalator computer printer "
    "helicopter rocket summer summer chapter character cider clover copper cucumber desert diner drawer dresser fiber filter folder freezer gutter heater "
    "jumper layer lever liver locker lumber manner marker master member meteor order oyster poster powder quarter rubber scooter shower shoulder shutter "
    "slipper spider sticker stranger sweater temper timber toaster trailer transfer treasure trouser tractor tutor user waiter whisker wrapper zipper ant plant "
    "elephant giant want restaurant mountain fountain captain list twist mist fist chest forest nest guest west east dentist artist wrist ghost host"
) - word_set("stranger waiter dentist artist guest tutor captain")
NUMBERS = {word: n for word, n in premise_words.NUMBERS.items() if word != "twins"} | {"dozen": 12, "some": 2, "many": 3}  # "twins" are somebody
CROWDS = {
    "family": 3, "crew": 3, "pack": 3, "flock": 3, "group": 3, "band": 3, "troop": 3, "team": 3, "herd": 3, "swarm": 3, "pair": 2, "couple": 2,
    "gang": 3, "crowd": 3, "bunch": 3, "colony": 3, "litter": 3, "choir": 3, "army": 3, "class": 3, "trio": 3, "nest": 3, "school": 3,
}  # fmt: skip
TITLES = {
    "mr": "man", "mrs": "woman", "ms": "woman", "miss": "woman", "sir": "knight", "dr": "doctor", "lady": "lady", "lord": "man", "madame": "woman",
    "professor": "professor", "prof": "professor", "captain": "captain", "saint": "hermit", "st": "hermit", "uncle": "uncle", "aunt": "aunt",
}  # fmt: skip
MORE_VERBS = word_set(
    "ask tell say speak talk whisper shout call answer beg order warn promise lie tease laugh cry weep smile grin sigh sing dance play paint draw write "
    "read count dine drink eat feed taste chew swallow lick sip cook bake serve stir boil fry "
    "refuse agree decide plan intend manage struggle attempt pretend continue begin start stop finish quit keep need want wish hope long yearn crave "
    "try seem appear become remain stay turn grow happen exist live die sleep wake rest sit stand lie lean kneel rise fall drop sink float drift "
    "hover glide soar swim dive jump leap hop skip stumble slip trip crawl creep tiptoe sneak march stroll gallop rush hurry flee crash land arrive depart "
    "enter exit return come go get take put set let lay throw toss catch hold grip pull push drag lift raise lower bend break smash crack tear cut chop "
    "saw slice burn melt freeze thaw heat cool shine glow blink flicker fade vanish disappear hatch bloom wilt dry fill empty pour spill leak flood "
    "open close lock unlock shut cover wrap tie untie bind attach stick glue nail hang swing spin twist roll bounce slide skate ski surf ride row sail "
    "drive steer pilot park load unload pack unpack send mail ship deliver bring fetch carry pass hand lend owe pay buy sell trade swap exchange "
    "rent own belong inherit win lose score cheat gamble bet fight attack defend hunt chase pursue trap cage capture arrest imprison banish exile kidnap "
    "free release escape rescue save protect guard shelter hide reveal show discover notice see watch look stare gaze glance hear listen smell feel touch "
    "think know understand believe doubt guess wonder remember forget imagine dream learn teach study practise practice train coach instruct explain "
    "describe invent design build make create construct carve sculpt sew knit weave spin stitch mend repair fix restore polish clean wash sweep scrub "
    "wipe dust tidy tame raise breed plant sow water harvest gather collect pick dig bury rule govern command serve obey rebel work toil hire fire "
    "employ retire join leave abandon marry divorce adopt love hate like adore admire envy miss mourn grieve comfort hug kiss embrace forgive thank "
    "apologise apologize greet welcome invite host visit meet befriend date accept reject choose vote compete race challenge argue quarrel debate "
    "dispute duel wrestle box beat defeat conquer fail succeed survive suffer endure hurt heal cure nurse treat infect poison curse bless enchant bewitch "
    "haunt scare frighten startle surprise amaze fool trick prank confuse annoy bother disturb interrupt ruin spoil destroy wreck rob steal borrow smuggle "
    "sneeze cough snore yawn hiccup shiver tremble whistle hum howl bark roar growl purr meow chirp croak buzz ring knock tap drum clap wave nod point "
    "perform act rehearse conduct compose record film photograph publish print copy translate solve investigate detect trace track follow lead guide show "
    "explore wander roam travel journey cross climb descend reach approach pass circle surround lack contain include measure weigh test prove deny confess "
    "admit accuse blame judge punish reward praise celebrate party toast feast share divide split join connect gather unite separate replace change switch "
    "transform shrink stretch paint colour color decorate dress wear undress put regret worry fear dread panic dare risk hesitate wait linger delay "
    "help assist support encourage inspire persuade convince force allow permit forbid prevent blow rain snow thunder strike hit kick punch bite sting "
    "scratch peck stomp trample crush squeeze press apply enter run hold cast summon conjure brew mix run head set aim vow swear pray worship "
    "wash bathe shave brush comb trade nest migrate hibernate moo bleat stalk lurk prowl spy eavesdrop overhear read recite announce declare broadcast "
    "repay belong owe deserve earn spend waste save lose misplace find spot glimpse witness experience bump outsmart outwit outrun patrol weave tickle juggle "
    "use name call fish film park prepare organise organize arrange sort stack pile balance deal cope tend"
)  # fmt: skip
VERBS = ALL_VERBS | MORE_VERBS
STORIES = {  # verbs that are read in English only, by the story they begin
    "friend": "hug comfort forgive greet thank kiss embrace talk speak visit serve trust host",
    "search": "investigate detect trace track spot see hear watch notice gather pick dig solve",
    "lose": "misplace lack",
    "steal": "swipe snatch kidnap smuggle trap capture",
    "learn": "train attempt pretend act perform play believe refuse juggle skate jump count laugh whistle imagine rehearse understand read",
    "grow": "raise water harvest breed",
    "build": "open mend compose restore run start record weave spin assemble polish call mix cast",
    "rescue": "lead release nurse treat wake put",
    "journey": "ride row drive arrive flee come descend drift float march crawl ascend crash fall turn land dive roam enter reach pass tiptoe sneak",
    "rival": "wrestle outsmart outwit outrun dispute defy resist blame accuse",
    "keep": "lock bury cover collect own store stop",
    "give": "trade sell throw feed lend pay serve repay ship write sing swap exchange knit",
    "wait": "listen rest stay sit sleep stare linger live",
}  # fmt: skip
SORTS = {sort: words | word_set(STORIES.get(sort, "")) for sort, words in VERB_SETS.items()}
NOUN_TOO = word_set(
    "dream love fear hope race fight sleep walk run look search play work dance plan guard trick drink fish duck water plant ship train park post mail "
    "hand box ring light fire drum toast party film record saw nail hunt cook guide pilot judge nurse host coach watch clock rest turn fall rise swing "
    "wave point act dress colour color paint change switch visit return help cure curse taste touch smell sound cover shelter trap cage lock answer call "
    "promise lie laugh cry smile whisper shout sting bite kick punch hit test copy print thunder rain snow flood crack break cut tear drop catch land wish "
    "name report band stamp star storm cloud flower drift dust brush comb iron hammer circle stack pile balance deal delay escape rescue show track trace lead pass "
    "feast share split support risk panic worry dare dread hate miss date duel debate dispute quarrel challenge score bet trade swap exchange rent "
    "roll slide slip trip spin twist bounce jump leap hop skip march stroll rush hurry crash sail ride row drive surf ski skate view need want "
    "vow toil sort aim head set cast mix brew spy yawn sneeze hiccup howl bark roar growl whistle hum buzz knock tap clap nod kiss hug burn melt freeze "
    "heat cool glow blink flicker stop start end book stage house open empty dry clean free welcome close own like long last right left box nest harvest"
)  # fmt: skip
PASTS = {  # besides those of lexicon.IRREGULAR
    "chose": "choose", "shook": "shake", "threw": "throw", "shone": "shine", "froze": "freeze", "sank": "sink", "rang": "ring", "began": "begin",
    "knew": "know", "understood": "understand", "forgot": "forget", "rose": "rise", "wore": "wear", "wove": "weave", "bit": "bite", "swallowed": "swallow",
    "drove": "drive", "led": "lead", "fed": "feed", "fled": "flee", "dug": "dig", "stuck": "stick", "struck": "strike", "hung": "hang", "spun": "spin",
    "swung": "swing", "lent": "lend", "sent": "send", "spent": "spend", "dreamed": "dream", "burnt": "burn", "got": "get", "sat": "sit", "stood": "stand",
    "lay": "lie", "paid": "pay", "said": "say", "laid": "lay", "awoke": "wake", "swept": "sweep", "tore": "tear", "sought": "seek", "bound": "bind",
    "blew": "blow", "read": "read", "put": "put", "cut": "cut", "set": "set", "let": "let", "hit": "hit", "hurt": "hurt", "shut": "shut", "lost": "lose",
    "mistook": "mistake", "dove": "dive", "shrank": "shrink", "leapt": "leap", "knelt": "kneel", "meant": "mean", "felt": "feel", "overheard": "overhear",
    "trapped": "trap", "flew": "fly", "wound": "wind", "swore": "swear", "bred": "breed", "held": "hold", "lit": "light", "outran": "outrun", "crept": "creep",
    "burst": "burst",
}  # fmt: skip
PARTICIPLES = {  # those that are no pasts
    "hidden": "hide", "given": "give", "taken": "take", "written": "write", "broken": "break", "known": "know", "seen": "see", "gone": "go", "done": "do",
    "fallen": "fall", "grown": "grow", "drawn": "draw", "spoken": "speak", "chosen": "choose", "frozen": "freeze", "forgotten": "forget", "ridden": "ride",
    "risen": "rise", "thrown": "throw", "worn": "wear", "woven": "weave", "bitten": "bite", "beaten": "beat", "drunk": "drink", "flown": "fly", "swum": "swim",
    "sung": "sing", "begun": "begin", "sunk": "sink", "driven": "drive", "woken": "wake", "torn": "tear", "blown": "blow", "shown": "show", "sewn": "sew",
    "sown": "sow", "born": "bear", "sprung": "spring",
}  # fmt: skip
TENSES = PASTS | PARTICIPLES
ADJECTIVES = word_set(
    "big small great large huge tiny little long short tall high low deep steep wide narrow thick thin fat round flat sharp heavy light "
    "old young new ancient modern early late last first next only other same second third final best worst better worse good bad evil nice kind cruel mean "
    "happy sad lonely angry afraid scared brave shy proud humble rich poor clever wise stupid silly foolish smart lazy busy tired sleepy hungry thirsty "
    "sick ill blind deaf mute lame dead alive empty full hot cold warm cool wet dry clean dirty fresh rotten sweet sour bitter hard soft rough smooth "
    "strong weak fast quick slow loud quiet silent bright dark wild tame free open broken lost stolen missing hidden secret strange odd weird rare common "
    "real true false fake magic magical golden silver wooden glass stone paper red blue green yellow white black grey gray brown pink purple orange "
    "grumpy cheerful gloomy jealous wrong own greedy gentle timid bold cowardly curious bored retired noble royal holy haunted cursed enchanted sunken flooded frozen "
    "burning flying singing talking sleeping abandoned forbidden forgotten giant gigantic mighty beautiful ugly pretty lovely handsome elegant "
    "stubborn clumsy nervous anxious worried homesick heartbroken whole half double single entire daily weekly nightly human mechanical electric empty "
    "rival wounded injured orphaned elderly aged eldest oldest youngest elder younger bald bearded masked invisible tough rude polite cheeky naughty noisy "
    "one-eyed one-legged hard-working stray homeless nameless helpless hopeless careless fearless restless endless toothless sleepless "
    "misty foggy stormy rainy snowy sunny windy cloudy icy dusty rusty muddy sandy rocky leaky creaky squeaky sleepy lucky unlucky crazy mad dizzy funny"
)  # fmt: skip
LY_NOT_ADVERBS = word_set("family fly butterfly dragonfly ally belly jelly lily bully ugly lonely silly friendly lovely early only july italy assembly holy curly chilly elderly daily weekly nightly deadly cowardly ghostly melancholy firefly anomaly supply reply apply rely sally molly polly lively kindly weatherly doily smelly woolly hilly likely emily kelly billy willy wily orderly rally monopoly")  # fmt: skip
TIMES = word_set("day night evening morning afternoon summer winter spring autumn year week month season sunday monday tuesday wednesday thursday friday saturday time")
WANTS = word_set("want wish hope long yearn try need decide plan dream crave intend vow swear promise attempt struggle hurry dare manage learn prefer vow plot set go come head agree determine hurry")
WISHED = word_set("want wish long yearn crave hope need dream")  # of a thing: to have it
TEACHES = word_set("teach ask tell help beg persuade convince force invite order train allow challenge forbid send hire encourage warn let make want")
TAKES_TO = word_set("have be refuse start begin use get apply forget continue seem fail stop learn love like hate remember pretend help fear need belong happen appear deserve dare ought")
SEEKS = word_set("search seek look hunt")
LOSSES = word_set("lose misplace forget lack")
AGAINST = word_set("fight chase race challenge defeat beat battle duel outsmart outwit outrun attack hunt trick rob escape flee argue quarrel compete scare frighten wrestle trap capture")
LIVELY = word_set(
    "want wish hope long yearn dream ask tell say talk speak argue quarrel dance sing play learn teach decide refuse try believe think love hate fear laugh cry weep "
    "smile run walk travel race escape steal build befriend meet wait search seek guard look forget remember fall follow help befriend wake complain "
    "pretend promise swear befriend open play lose find whisper turn go come swap share fight marry miss need like wonder hide"
)  # fmt: skip
FEARFUL = word_set("afraid scared frightened terrified fearful")
STATES = {  # what somebody who is like this wants
    "bored": "find something new to do", "lonely": "find a friend", "hungry": "find something to eat", "thirsty": "find something to drink",
    "lost": "find the way home", "tired": "find a place to rest", "sleepy": "find a place to sleep", "homesick": "go home", "cold": "get warm",
    "invisible": "be seen", "trapped": "get out", "stuck": "get free", "imprisoned": "be free", "sad": "laugh again", "forgotten": "be remembered",
    "cursed": "break the spell", "haunted": "find peace", "sick": "get well", "ill": "get well", "sleepless": "sleep", "bald": "have hair again",
    "orphaned": "find a home", "homeless": "find a home", "shy": "be brave", "jealous": "be loved best", "unlucky": "have some luck",
}  # fmt: skip
HARD_PLACES = word_set("river lake sea ocean desert mountain mountains valley storm sandstorm snow blizzard ice jungle swamp wilderness canyon glacier flood maze labyrinth dark darkness wall border abyss gorge rapids fog bridge forest")
HARD_WORDS = word_set("flooded dark stormy frozen burning haunted forbidden locked broken steep dangerous deadly endless raging cursed misty deep icy icebound snowbound ruined poisonous wild proud cruel evil")
HOLDS = word_set("locked trapped stuck forbidden imprisoned banished lost chained caged stranded cursed afraid")
MOODS: dict[Mood, frozenset[str]] = {
    Mood.SAD: word_set("sad lonely alone loneliness grief grieving mourn mourning widow widower weeping heartbroken homesick farewell goodbye bored gloomy miserable unhappy sorrow tears dying melancholy"),
    Mood.TENSE: word_set("secret secretly haunted nervous danger dangerous afraid scared terrified forbidden mystery mysterious missing murder trapped thief spy hunted cursed curse nightmare nightmares suspect investigate investigates eerie creepy sinister revenge kidnapped poison escape chase chases"),
    Mood.PLAYFUL: word_set("grumpy silly funny clumsy cheeky naughty cheerful mischievous prank pranks tickle hiccups hilarious foolish ridiculous trick tricks mistake giggling tickles"),
    Mood.JOYFUL: word_set("happy joyful joy celebrate celebrates party wedding festival carnival delighted merry birthday parade triumph"),
    Mood.WONDER: word_set("magic magical wonder wonderful marvel marvellous enchanted miracle awe mysteriously curious"),
    Mood.STORMY: word_set("battle war raging furious rage storming angry fury revolt"),
    Mood.CALM: word_set("peaceful calm gentle quiet quietly serene peace patient tranquil"),
    Mood.NIGHT: word_set("sleepy lullaby bedtime drowsy moonlit"),
}  # fmt: skip

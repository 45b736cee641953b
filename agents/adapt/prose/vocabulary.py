"""The words prose is read by: verbs of speaking, verbs of the past, small words, what nouns of kinship and crowds mean."""

from __future__ import annotations

from storyboard.lexicon import HER, HIS, word_set
from storyboard.lexicon import NUMBERS as COUNTS
from storyboard.staging import Action, Emotion

SPEECH = word_set(
    "said asked replied answered cried called shouted whispered exclaimed begged declared told thought growled squeaked laughed sighed muttered murmured added continued "
    "returned remarked observed sang screamed yelled snapped grumbled groaned explained demanded promised pleaded hissed roared croaked chirped inquired enquired repeated insisted "
    "agreed admitted announced began boasted wondered warned ordered commanded suggested protested retorted responded gasped sobbed wept moaned wailed chuckled giggled snarled barked "
    "purred quacked hooted cawed brayed bleated mused offered teased joked scolded complained interrupted stammered bellowed urged confessed advised argued guessed says asks replies answers "
    "cries calls shouts whispers tells exclaims smiled nodded grinned spoke breathed chimed crowed piped rumbled thundered"
)
QUIET = word_set("whispered murmured muttered breathed whispers")
PAST = word_set(
    "was were had did went came saw took made got gave found thought told became left felt brought kept held stood sat lay ran fell rose spoke said knew heard put let began ate drank "
    "sang rang swam sank shrank sprang stole broke chose froze wove woke wore tore swore bore grew blew flew drew threw led fed fled bled bred sped met read sent spent lent bent built lost "
    "meant dealt slept crept wept swept leapt dreamt learnt burnt caught taught bought sought fought shot sold hung swung stung clung flung dug stuck struck won spun hid rode wrote drove "
    "slid bit lit hit cut shut set hurt cost burst cast split spread quit beat forgot shook stood understood paid laid wound ground bound wept strode strove overtook mistook undertook withdrew "
    "awoke arose forgave befell beheld upset overheard shone shed knelt dwelt spilt spat trod sewed shaved went"
)
AUX = word_set("is are was were be been am has have had do does did can could will would shall should may might must cannot couldn't wouldn't didn't wasn't won't can't don't isn't hadn't")
BE = word_set("is are was were be been am being")
DETERMINERS = word_set("a an the this that these those some any every each no another certain one two three four five six seven eight nine ten twelve many several few both all other same such")
POSSESSIVES = word_set("his her its their my our your whose")
PREPOSITIONS = word_set(
    "to at of with by from for on upon after near against among amongst toward towards like into onto in inside behind beside besides beyond about around over under above below between "
    "before through across than without within off along past beneath concerning except despite unto"
)
JOINING = word_set("and but or nor so yet for then when while until till because although though if as where who which that since unless whereas after before")
SMALL = DETERMINERS | POSSESSIVES | PREPOSITIONS | JOINING | AUX | word_set(
    "i me he him she they them we us it you not never there here now once also still just only too very quite rather even ever again already always often soon later up down out away back "
    "well oh alas ah yes no o what why how whose whom indeed perhaps however therefore thus hence instead else first next last more most much little own himself herself itself themselves "
    "myself yourself nobody everybody everyone someone somebody nothing everything something anything none neither either enough almost nearly suddenly finally meanwhile together alone both "
    "today tomorrow yesterday tonight please thank thanks good bad new mr mrs ms dr st"
)  # fmt: skip
HE, SHE, THEY = HIS, HER, word_set("they them their theirs themselves both")
SUBJECTS = word_set("he she they")
OBJECTS = word_set("him them himself herself themselves")
TITLES = {
    "mr": False, "mister": False, "sir": False, "lord": False, "king": False, "prince": False, "uncle": False, "father": False, "brother": False, "grandfather": False, "monsieur": False,
    "duke": False, "count": False, "mrs": True, "miss": True, "ms": True, "lady": True, "queen": True, "princess": True, "aunt": True, "mother": True, "sister": True, "grandmother": True,
    "madame": True, "duchess": True, "countess": True, "granny": True, "dame": True, "dr": None, "doctor": None, "captain": None, "professor": None, "farmer": None, "general": None,
    "judge": None, "old": None, "little": None, "young": None, "saint": None, "colonel": None, "major": None, "poor": None, "master": False, "cousin": None, "inspector": None, "sergeant": None,
}  # fmt: skip
FEMALE = word_set("woman girl lady mother mom mum mama mamma aunt wife bride daughter sister niece queen princess lioness vixen hen cow ewe mare nun witch grandmother grandma granny duchess goddess actress "
                  "waitress nurse maid widow empress hostess mistress tigress duck goose she-bear nanny dame crone bee landlady stepmother fairy mermaid seamstress 女人 妈妈 女孩 公主 奶奶 女王 姑娘 母亲 女儿 妹妹 姐姐 妻子 老婆婆 外婆")  # fmt: skip
MALE = word_set("man boy gentleman father dad papa uncle husband son prince king brother nephew lad grandfather grandpa wizard monk sultan emperor lord duke bull ram rooster cock stag stallion "
                "fisherman fellow landlord stepfather peasant tailor god tomcat 男人 爸爸 男孩 王子 爷爷 国王 父亲 儿子 弟弟 哥哥 丈夫 老人 老头 老爷爷 樵夫 渔夫")  # fmt: skip
KIN = word_set("baby babies child children son sons daughter daughters mother father brother brothers sister sisters wife husband cub cubs young kitten kittens puppy puppies mate family little chick chicks")
SMALL_KIN = word_set("baby babies child children son sons daughter daughters cub cubs chick chicks")
CROWDS = {  # crowds without a kind of their own, and who stands for them
    "animal": ("rabbit", "bear", "bird"), "beast": ("bear", "wolf", "goat"), "creature": ("rabbit", "mouse", "frog"), "people": ("man", "woman", "old man"), "villager": ("man", "woman", "old woman"),
    "townspeople": ("man", "woman", "old man"), "crowd": ("man", "woman", "boy"), "folk": ("man", "woman", "old man"), "bird": ("bird", "crow", "stork"), "neighbor": ("man", "woman", "old woman"),
    "neighbour": ("man", "woman", "old woman"), "guest": ("man", "woman", "old man"), "child": ("boy", "girl", "boy"), "children": ("boy", "girl", "boy"), "townsfolk": ("man", "woman", "old man"), "men": ("man", "man", "old man"),
}  # fmt: skip
PLURALS = {"people": "people", "townspeople": "townspeople", "folk": "folk", "townsfolk": "townsfolk", "crowd": "crowd", "children": "child", "mice": "mouse", "wolves": "wolf", "men": "man", "women": "woman",
           "geese": "goose", "calves": "calf", "oxen": "ox", "thieves": "thief", "fishermen": "fisherman", "elves": "elf", "dwarves": "dwarf", "wives": "wife", "fairies": "fairy", "babies": "baby",
           "ponies": "pony", "puppies": "puppy", "ladies": "lady", "monkeys": "monkey", "donkeys": "donkey", "turkeys": "turkey", "foxes": "fox", "asses": "ass", "witches": "witch", "butterflies": "butterfly", "flies": "fly",
           "sheep": "sheep", "deer": "deer", "fish": "fish"}  # fmt: skip
EITHER = word_set("sheep deer fish")  # one or many
BEINGS = {  # nouns of beings that the lexicon does not know, by the nearest of its words
    "ass": "donkey", "hind": "deer", "doe": "deer", "gnat": "bee", "fly": "bee", "cock": "rooster", "kid": "goat", "jay": "magpie", "cicada": "grasshopper", "wasp": "bee", "hornet": "bee", "mamma": "woman",
    "peasant": "farmer", "servant": "waiter", "maid": "girl", "maiden": "girl", "widow": "old woman", "beggar": "old man", "youth": "boy", "fellow": "man", "landlord": "innkeeper", "goatherd": "shepherd",
    "ploughman": "farmer", "plowman": "farmer", "tinker": "mechanic", "peddler": "merchant", "pedlar": "merchant", "goblin": "goblin", "lord": "king", "boatman": "sailor", "ferryman": "sailor", "grandson": "boy",
    "granddaughter": "girl", "stepmother": "woman", "stepsister": "girl", "crowd": "people", "animal": "rabbit", "beast": "bear", "cub": "bear", "villager": "man", "townspeople": "man", "folk": "man",
    "guest": "man", "people": "man", "townsfolk": "man", "god": "old man", "goddess": "woman", "hostess": "woman", "landlady": "woman", "heifer": "cow", "colt": "horse", "snail": "snail", "master": "man",
    "mistress": "woman", "dwarf": "dwarf", "goldsmith": "blacksmith", "stepfather": "man", "lark": "bird", "cuckoo": "bird", "thrush": "bird", "wren": "bird", "partridge": "bird", "pike": "fish", "trout": "fish", "salmon": "fish", "carp": "fish", "minnow": "fish", "herring": "fish", "perch": "fish", "grandchild": "child", "doctor": "doctor", "maker": "clockmaker", "seller": "merchant",
    "heron": "heron", "linnet": "bird", "sergeant": "soldier", "lieutenant": "soldier", "colonel": "soldier", "major": "soldier", "general": "soldier", "corporal": "soldier", "inspector": "detective", "constable": "policeman", "bishop": "monk",
    "priest": "monk", "vicar": "monk", "parson": "monk", "friar": "monk", "abbot": "monk", "butler": "waiter", "footman": "waiter", "coachman": "driver", "housekeeper": "cook", "governess": "teacher", "schoolmaster": "teacher", "squire": "merchant", "hound": "dog", "steed": "horse", "tabby": "cat", "sow": "pig", "drake": "duck", "gander": "goose", "gentleman": "man", "sage": "old man", "elder": "old man", "inventor": "inventor",
}  # fmt: skip
GENERIC = word_set("man woman boy girl lady gentleman father mother husband wife bird fish animal beast insect dog cat horse fellow youth maiden hound")  # "the man": one already met
ORDINALS = word_set("eldest youngest elder younger first second third other last")
INDEFINITE = word_set("everybody everyone nobody somebody someone anybody anyone all none people others everything nothing something it there")
EPITHETS = word_set("creature fellow thing one friend friends enemy enemies stranger neighbor neighbors neighbour neighbours thief thieves hero heroine lover twin guard page student author orphan pupil driver rider "
                    "beast contestant contestants kid mate cook master party company host human")  # fmt: skip
LIFELESS = word_set("time death dream night music winter spring summer autumn volcano planet shadow leaf tree oak pine willow wave tide sun fire flame rainbow comet wind breeze cloud storm echo fog mist thunder hurricane "
                    "spirit angel balloon kite machine computer toaster tractor train car truck bus engine kettle teapot lamp_post typewriter vacuum submarine rocket satellite puppet mushroom pumpkin iceberg "
                    "glacier photon atom raindrop bubble page bug drone")  # fmt: skip
DISTINCT = word_set("first second third other another eldest youngest elder younger old young big little black white red grey gray town country middle fourth north south brown rich poor")
NUMBERS = COUNTS | {"both": 2, "forty": 40, "hundred": 100}
NOT_NAMES = word_set("mondays tuesdays wednesdays thursdays fridays saturdays sundays i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december english french german american "
                     "chinese christmas easter god heaven lord sir madam ma'am lo o alas the chapter god's earth english indian greek roman latin")  # fmt: skip
WOMEN = word_set("ann anne alice jane joan ellen helen karen susan margaret elizabeth ruth esther judith edith agnes beth meg nell peg kate jill gwen carol sharon marion miriam rachel dolores ingrid astrid "
                 "catherine katherine caroline charlotte louise claire grace rose sophie marie josefine josephine emily lucy mary nancy sally molly polly dolly betty kitty amy daisy heather violet hazel pearl iris doris")  # fmt: skip
MEN = word_set("george mike joe pete dave steve bruce luke jake blake claude maurice jesse louie henry harry jerry terry larry barry johnny tommy billy bobby danny jimmy willy charlie eddie freddie andy toby tony "
               "geoffrey jeremy anthony timothy gregory roy guy odo otto hugo joshua noah luca ezra elijah leo theodore eugene wallace horace pierre andre alexandre rene giuseppe dante kai eli levi ali")  # fmt: skip
STARTS = word_set("now then so but and or yet at in on for from when while after before as if with without by of to once one there here this that these those it its he she they his her their we you my our your "
                  "what why how who where which all both each every some no not never none nobody everybody everyone nothing suddenly soon finally meanwhile however still though although because since until instead of "
                  "perhaps maybe indeed certainly surely well yes oh ah alas only even just almost again later next last first second day night morning evening today tomorrow yesterday long far near")  # fmt: skip
DEEDS = {  # phrases that the lexicon reads otherwise, or not; the first token decides, the rest must follow
    "lay down": Action.SLEEP, "fell asleep": Action.SLEEP, "fallen sick": Action.SLEEP, "fell sick": Action.SLEEP, "starved": Action.SLEEP, "died": Action.SLEEP, "woke up": Action.STAND_UP,
    "got up": Action.STAND_UP, "jumped up": Action.STAND_UP, "sat down": Action.SIT_DOWN, "fell on his": Action.SIT_DOWN, "fell on her": Action.SIT_DOWN, "made a vow": Action.LOOK_UP, "flying into": Action.STAND, "knees": Action.SIT_DOWN, "knelt": Action.SIT_DOWN, "set out": Action.WALK, "set off": Action.WALK, "went out": Action.LEAVE,
    "went away": Action.LEAVE, "ran away": Action.RUN, "ran off": Action.RUN, "flew away": Action.LEAVE, "stalked": Action.ENTER, "happened by": Action.ENTER, "came by": Action.ENTER, "came along": Action.ENTER,
    "passed by": Action.WALK, "rushed": Action.RUN, "hurried": Action.RUN, "hurrying": Action.RUN, "scrambled": Action.WALK, "scramble": Action.WALK, "dined": Action.EAT, "dine": Action.EAT, "lapped": Action.EAT, "ate": Action.EAT, "eaten": Action.EAT,
    "swallowed": Action.EAT, "gobbled": Action.EAT, "nibbled": Action.EAT, "helped themselves": Action.EAT, "presented": Action.GIVE, "handed": Action.GIVE, "handing": Action.GIVE, "served": Action.GIVE,
    "disputing": Action.ARGUE, "quarreling": Action.ARGUE, "quarrelling": Action.ARGUE, "quarreled": Action.ARGUE, "quarrelled": Action.ARGUE, "scolded": Action.ARGUE, "lost his temper": Action.ARGUE, "lost her temper": Action.ARGUE,
    "lose his temper": Action.ARGUE, "vow": Action.LOOK_UP, "prayed": Action.LOOK_UP, "vowed": Action.LOOK_UP, "spied": Action.LOOK_AROUND, "pranced": Action.DANCE, "grazing": Action.EAT, "grazed": Action.EAT,
    "sprang": Action.JUMP, "leaped": Action.JUMP, "leapt": Action.JUMP, "pounced": Action.JUMP, "tried to break": Action.PUSH, "break it": Action.PUSH, "untied": Action.WORK, "carried": Action.WALK,
    "carrying": Action.WALK, "searched": Action.LOOK_AROUND, "looked down": Action.LOOK_AROUND, "look down": Action.LOOK_AROUND, "looked up": Action.LOOK_UP, "looked at": Action.LOOK_AROUND, "peeped": Action.HIDE,
    "returned": Action.WALK, "return": Action.WALK, "held": Action.STAND, "opened": Action.STAND, "asleep": Action.SLEEP, "thought": Action.THINK, "wondered": Action.THINK, "decided": Action.THINK, "considered": Action.THINK, "laughed": Action.LAUGH, "a laugh": Action.LAUGH, "laughing": Action.LAUGH, "smiled": Action.STAND, "grinned": Action.LAUGH,
    "wept": Action.CRY, "cried bitterly": Action.CRY, "sobbed": Action.CRY, "moping": Action.SIT, "resting": Action.SIT, "rested": Action.SIT, "drank": Action.EAT, "knocked": Action.POINT, "waved": Action.WAVE,
    "climbed": Action.WALK, "swam": Action.FLOAT, "flew": Action.FLOAT, "crawled": Action.WALK, "marched": Action.WALK, "galloped": Action.RUN, "fled": Action.RUN, "chased": Action.CHASE, "caught": Action.TAKE,
    "seized": Action.TAKE, "snatched": Action.TAKE, "grabbed": Action.TAKE, "picked up": Action.TAKE, "gathered": Action.TAKE, "gather": Action.TAKE, "counting": Action.POINT, "counted": Action.POINT, "kissed": Action.HUG, "embraced": Action.HUG,
    "hugged": Action.HUG, "declared": Action.TALK, "boasted": Action.TALK, "invited": Action.TALK, "suspected": Action.THINK, "discovered": Action.LOOK_AROUND, "listened": Action.STAND, "arrived": Action.ENTER, "entered": Action.ENTER,
    "came in": Action.ENTER, "yawning": Action.TALK, "worked": Action.WORK, "ploughed": Action.WORK, "planted": Action.WORK, "cooked": Action.WORK, "danced": Action.DANCE, "sang": Action.TALK, "shouted": Action.TALK, "shook hands": Action.GIVE,
    "bowed": Action.WAVE, "hid": Action.HIDE, "crept": Action.SNEAK, "tiptoed": Action.SNEAK, "stole away": Action.SNEAK, "trembled": Action.HIDE, "followed": Action.WALK, "walked": Action.WALK, "went": Action.WALK, "came": Action.ENTER,
}  # fmt: skip
FEELINGS = {
    "terror": Emotion.AFRAID, "fear": Emotion.AFRAID, "feared": Emotion.AFRAID, "anxiously": Emotion.AFRAID, "trembling": Emotion.AFRAID, "trembled": Emotion.AFRAID, "fright": Emotion.AFRAID, "frightened": Emotion.AFRAID, "alarm": Emotion.AFRAID,
    "danger": Emotion.AFRAID, "grin": Emotion.HAPPY, "grinned": Emotion.HAPPY, "smile": Emotion.HAPPY, "smiled": Emotion.HAPPY, "smiling": Emotion.HAPPY, "laughed": Emotion.HAPPY, "laughing": Emotion.HAPPY, "laugh": Emotion.HAPPY,
    "joy": Emotion.HAPPY, "delight": Emotion.HAPPY, "proud": Emotion.HAPPY, "proudly": Emotion.HAPPY, "gladly": Emotion.HAPPY, "cheerfully": Emotion.HAPPY, "joyfully": Emotion.HAPPY, "pleased": Emotion.HAPPY, "enjoyment": Emotion.HAPPY,
    "amused": Emotion.HAPPY, "boastfully": Emotion.HAPPY, "loftily": Emotion.HAPPY, "vigorous": Emotion.HAPPY, "happily": Emotion.HAPPY, "merrily": Emotion.HAPPY, "displeased": Emotion.ANGRY, "irritated": Emotion.ANGRY, "rage": Emotion.ANGRY, "temper": Emotion.ANGRY,
    "anger": Emotion.ANGRY, "angrily": Emotion.ANGRY, "disgusted": Emotion.ANGRY, "quarreling": Emotion.ANGRY, "quarrelling": Emotion.ANGRY, "surly": Emotion.ANGRY, "scornfully": Emotion.ANGRY, "disdainful": Emotion.ANGRY,
    "disdainfully": Emotion.ANGRY, "sadly": Emotion.SAD, "sorrow": Emotion.SAD, "tears": Emotion.SAD, "wept": Emotion.SAD, "sobbed": Emotion.SAD, "downhearted": Emotion.SAD, "moping": Emotion.SAD, "grief": Emotion.SAD, "starved": Emotion.SAD,
    "alas": Emotion.SAD, "mourned": Emotion.SAD, "disappointed": Emotion.SAD, "sick": Emotion.TIRED, "weary": Emotion.TIRED, "wearily": Emotion.TIRED, "tired": Emotion.TIRED, "yawning": Emotion.TIRED, "lazily": Emotion.TIRED, "sleepy": Emotion.TIRED, "exhausted": Emotion.TIRED,
    "surprise": Emotion.SURPRISED, "surprised": Emotion.SURPRISED, "astonished": Emotion.SURPRISED, "astonishment": Emotion.SURPRISED, "amazed": Emotion.SURPRISED, "suddenly": Emotion.SURPRISED, "wonder": Emotion.SURPRISED,
}  # fmt: skip
NOT = word_set("not never no without nor neither hardly cannot couldn't didn't wouldn't won't can't don't isn't wasn't")
MODAL = word_set("would could should might may will shall if must")

"""Chinese words and the English they become, by what they do in a sentence. One line a meaning: the English, then the signs.
Simplified signs; what is missing here is looked up in the lexicon."""

from __future__ import annotations

from storyboard.lexicon import NUMBERS, word_set

BEINGS = """
fox: 狐狸 | mouse: 老鼠 耗子 小鼠 | rat: 鼠 | rabbit: 兔子 兔 白兔 | bear: 熊 狗熊 | panda: 熊猫 大熊猫 | cat: 猫 猫咪 | kitten: 小猫 | dog: 狗 | puppy: 小狗 | wolf: 狼 大灰狼
bird: 鸟 鸟儿 小鸟 | owl: 猫头鹰 | duck: 鸭子 鸭 | duckling: 小鸭子 小鸭 丑小鸭 | goose: 鹅 大雁 | swan: 天鹅 | crow: 乌鸦 | eagle: 老鹰 鹰 雄鹰 | sparrow: 麻雀 | swallow: 燕子
chicken: 鸡 小鸡 | hen: 母鸡 | rooster: 公鸡 | penguin: 企鹅 | parrot: 鹦鹉 | peacock: 孔雀 | crane: 仙鹤 鹤 | phoenix: 凤凰 | magpie: 喜鹊 | pigeon: 鸽子
frog: 青蛙 蛙 | tadpole: 蝌蚪 | toad: 蛤蟆 癞蛤蟆 | snake: 蛇 白蛇 | tortoise: 乌龟 龟 | turtle: 海龟 | snail: 蜗牛 | crocodile: 鳄鱼 | fish: 鱼 鱼儿 小鱼 | goldfish: 金鱼 | shark: 鲨鱼 | whale: 鲸鱼 鲸 | dolphin: 海豚 | octopus: 章鱼 | crab: 螃蟹
lion: 狮子 狮 | tiger: 老虎 虎 | leopard: 豹子 豹 | monkey: 猴子 猴 | elephant: 大象 象 | giraffe: 长颈鹿 | deer: 鹿 小鹿 | horse: 马 小马 白马 | donkey: 驴 驴子 毛驴 | cow: 牛 奶牛 黄牛 | sheep: 羊 绵羊 小羊 | goat: 山羊 | pig: 猪 小猪 | camel: 骆驼
hedgehog: 刺猬 | squirrel: 松鼠 | mole: 鼹鼠 | beaver: 河狸 | otter: 水獭 | badger: 獾 | bat: 蝙蝠 | kangaroo: 袋鼠 | koala: 考拉 | bee: 蜜蜂 | butterfly: 蝴蝶 | ant: 蚂蚁 | spider: 蜘蛛 | firefly: 萤火虫 | cricket: 蟋蟀 | ladybird: 瓢虫 | bug: 虫子 小虫 | caterpillar: 毛毛虫
dragon: 龙 巨龙 火龙 | dinosaur: 恐龙 | unicorn: 独角兽 | ghost: 鬼 幽灵 鬼魂 | monster: 怪物 怪兽 妖怪 | giant: 巨人 | fairy: 仙女 精灵 仙子 | mermaid: 美人鱼 人鱼 | god: 神仙 神 | snowman: 雪人 | robot: 机器人 | alien: 外星人 | scarecrow: 稻草人 | puppet: 木偶 | doll: 娃娃 布娃娃
man: 男人 男子 人 | woman: 女人 女子 | boy: 男孩 男孩子 小男孩 少年 | girl: 女孩 女孩子 小女孩 姑娘 小姑娘 少女 | child: 孩子 小孩 小朋友 儿童 | baby: 宝宝 婴儿 | old man: 老人 老头 老爷爷 老爷子 | old woman: 老太太 老婆婆 老妇人
father: 爸爸 父亲 | mother: 妈妈 母亲 | grandfather: 爷爷 外公 祖父 | grandmother: 奶奶 外婆 老奶奶 祖母 姥姥 | brother: 哥哥 弟弟 兄弟 | sister: 姐姐 妹妹 姐妹 | son: 儿子 | daughter: 女儿 | grandson: 孙子 | granddaughter: 孙女 | uncle: 叔叔 伯伯 舅舅 | aunt: 阿姨 姑姑 | wife: 妻子 | husband: 丈夫 | friend: 朋友 好朋友 伙伴 | neighbour: 邻居 | stranger: 陌生人
king: 国王 皇帝 | queen: 王后 女王 皇后 | prince: 王子 | princess: 公主 | general: 将军 | soldier: 士兵 军人 | knight: 骑士 | guard: 守卫 卫兵 保安 | witch: 女巫 巫婆 | wizard: 巫师 魔法师 | magician: 魔术师 | monk: 和尚 僧人 | emperor: 皇上
baker: 面包师 面包师傅 | cook: 厨师 厨子 | farmer: 农夫 农民 | fisherman: 渔夫 渔民 | hunter: 猎人 | woodcutter: 樵夫 伐木工 | carpenter: 木匠 | blacksmith: 铁匠 | tailor: 裁缝 | clockmaker: 钟表匠 修表匠 | lighthouse keeper: 灯塔看守人 守塔人 灯塔守护人 | painter: 画家 | poet: 诗人 | writer: 作家 | musician: 音乐家 乐手 | singer: 歌手 | dancer: 舞者 舞蹈家 | pianist: 钢琴家 | violinist: 小提琴手 小提琴家 | actor: 演员 | clown: 小丑
doctor: 医生 大夫 | nurse: 护士 | teacher: 老师 教师 | student: 学生 | pupil: 小学生 同学 | postman: 邮递员 邮差 | driver: 司机 | pilot: 飞行员 | sailor: 水手 船员 | captain: 船长 | pirate: 海盗 | astronaut: 宇航员 航天员 | scientist: 科学家 | inventor: 发明家 | engineer: 工程师 | detective: 侦探 | thief: 小偷 贼 | policeman: 警察 | firefighter: 消防员 | librarian: 图书管理员 管理员 | gardener: 园丁 | shepherd: 牧羊人 | beekeeper: 养蜂人 | merchant: 商人 | butcher: 屠夫 | miner: 矿工 | explorer: 探险家 | traveller: 旅人 旅行者 旅客 | beggar: 乞丐 | tamer: 驯兽师 | athlete: 运动员 | swimmer: 游泳运动员 | chef: 大厨
storm: 暴风雨 风暴 | wind: 风 大风 北风 | cloud: 云 云朵 白云 乌云 | moon: 月亮 月 | sun: 太阳 | star: 星星 星 流星 | shadow: 影子 | tree: 树 大树 老树 | snowflake: 雪花 | robot dog: 机器狗
"""

THINGS = """
key: 钥匙 | letter: 信 信件 书信 | book: 书 书本 | map: 地图 藏宝图 | lantern: 灯笼 灯 提灯 | flower: 花 花朵 鲜花 玫瑰 | apple: 苹果 | bread: 面包 | cake: 蛋糕 生日蛋糕 | soup: 汤 | honey: 蜂蜜 | sword: 剑 宝剑 | umbrella: 伞 雨伞 | basket: 篮子 | flute: 笛子 | gift: 礼物 | egg: 蛋 鸡蛋 | gear: 齿轮 | seed: 种子 | toy: 玩具
crown: 王冠 皇冠 | treasure: 宝藏 财宝 宝物 | gold: 金子 黄金 | coin: 金币 硬币 | ring: 戒指 | necklace: 项链 | hat: 帽子 | coat: 外套 大衣 | shoe: 鞋 鞋子 | scarf: 围巾 | glove: 手套 | button: 纽扣 | blanket: 毯子 | mirror: 镜子 | clock: 钟 时钟 闹钟 | watch: 手表 | bell: 铃铛 钟声 | piano: 钢琴 | violin: 小提琴 | guitar: 吉他 | drum: 鼓 | song: 歌 歌曲 | music: 音乐 | story: 故事 | picture: 画 图画 照片 | boat: 船 小船 纸船 | ship: 大船 轮船 帆船 | rocket: 火箭 | plane: 飞机 纸飞机 | train: 火车 | car: 汽车 车 | bicycle: 自行车 | kite: 风筝 | balloon: 气球 | ball: 球 足球 皮球 | house: 房子 屋子 | door: 门 | window: 窗户 窗子 | bridge: 桥 | wall: 墙 | bed: 床 | table: 桌子 | chair: 椅子 | box: 盒子 箱子 | bottle: 瓶子 漂流瓶 | cup: 杯子 | tea: 茶 | milk: 牛奶 | water: 水 | rice: 米饭 米 | noodles: 面条 | candy: 糖 糖果 | cheese: 奶酪 | carrot: 胡萝卜 | fruit: 水果 | pumpkin: 南瓜 | peach: 桃子 | mooncake: 月饼 | stone: 石头 | pearl: 珍珠 | diamond: 钻石 | feather: 羽毛 | wing: 翅膀 | tail: 尾巴 | horn: 角 | tooth: 牙齿 | eye: 眼睛 | heart: 心 | voice: 声音 嗓子 歌声 | smile: 笑容 微笑 | dream: 梦 梦境 | memory: 记忆 回忆 | courage: 勇气 | name: 名字 | time: 时间 | word: 话 | sense of smell: 嗅觉 | shadow: 倒影 | colour: 颜色 | rainbow: 彩虹 | machine: 机器 | medicine: 药 | magic: 魔法 | secret: 秘密 | wish: 愿望 | answer: 答案 | race: 比赛 | darkness: 黑暗 黑 | thunder: 雷 打雷 雷声 | rain: 雨 | snow: 雪 | fire: 火 | ice: 冰 | leaf: 树叶 叶子 | home: 家乡 故乡 | net: 渔网 网 | pen: 笔 画笔 毛笔 | lamp: 台灯 油灯 神灯 | height: 高 高处 | way home: 回家的路 | birthday: 生日 | money: 钱
"""

PLACES = """
forest: 森林 树林 林子 | meadow: 草地 草原 田野 | garden: 花园 | farm: 农场 | field: 田 田里 麦田 | village: 村庄 村子 村 小村 | town: 小镇 镇 镇子 | city: 城市 城 大城市 | street: 街 街道 街上 大街 | market: 市场 集市 | school: 学校 | hospital: 医院 | museum: 博物馆 | station: 车站 火车站 | shop: 商店 店 | castle: 城堡 | palace: 宫殿 皇宫 王宫 | tower: 塔 高塔 | temple: 寺庙 庙 | seashore: 海边 海滩 沙滩 | island: 岛 小岛 海岛 | lighthouse: 灯塔 | harbor: 港口 码头 | sea: 海 大海 海洋 海底 | mountain: 山 高山 大山 雪山 山顶 | valley: 山谷 | desert: 沙漠 | river: 河 小河 河流 大河 | lake: 湖 | bridge: 桥头 | well: 井 水井 | cave: 山洞 洞 洞穴 | house: 家 家里 | room: 房间 屋 | kitchen: 厨房 | bakery: 面包店 面包房 | restaurant: 餐馆 饭店 餐厅 | workshop: 工坊 作坊 | factory: 工厂 | library: 图书馆 | bookshop: 书店 | classroom: 教室 | space: 太空 宇宙 | moon: 月球 | earth: 地球 | mars: 火星 | sky: 天空 天上 天 | clouds: 云端 云上 | theatre: 剧院 戏院 舞台 | circus: 马戏团 | zoo: 动物园 | park: 公园 | road: 路 路上 马路 | world: 世界 | attic: 阁楼 | cinema: 电影院 | opera: 歌剧院
"""

VERBS = """
search for: 寻找 找 搜寻 找寻 | find: 找到 找回 | discover: 发现 | lose: 丢 丢失 弄丢 失去 丢掉 | forget: 忘 忘记 | break: 打破 弄坏 打碎 | steal: 偷 偷走 | borrow: 借 | eat: 吃 吃掉 | drink: 喝 | swallow: 吞 吞下
learn: 学 学会 学习 学着 | teach: 教 教会 | dream: 做梦 | study: 读书 研究 | become: 变成 成为 当 变 | practise: 练习 | sing: 唱 唱歌 | dance: 跳舞 | swim: 游泳 游 | fly: 飞 飞翔 飞行 飞上 飞到 飞向 | talk: 说话 聊天 讲话 | tell: 告诉 讲 | ask: 问 | say: 说 | read: 读 看书 阅读 | write: 写 | draw: 画画 | paint: 涂 | play: 玩 玩耍 | cook: 做饭 煮 做菜 | bake: 烤
make: 做 制作 | build: 造 建 建造 盖 修建 搭 造出 | repair: 修 修理 修好 | sew: 缝 | knit: 织 | plant: 种 种下 种植 | grow: 长 长大 | open: 打开 开 开了 | close: 关 关上
befriend: 交朋友 做朋友 成为朋友 成了朋友 交上朋友 结交 | meet: 遇到 遇见 碰到 认识 见到 相遇 | love: 爱 爱上 喜欢 喜欢上 | marry: 结婚 娶 嫁给 | miss: 想念 思念 | visit: 拜访 看望 | invite: 邀请 | welcome: 欢迎 | help: 帮助 帮 帮忙 | save: 救 拯救 救出 解救 | protect: 保护 | guard: 守护 看守 守 守着 守卫着 | hide: 藏 躲 藏着 躲藏 | keep: 保守 收藏 养 | heal: 治好 医治
travel: 旅行 出发 | go: 去 前往 | return: 回 回到 返回 | go home: 回家 | leave: 离开 | come: 来 来到 | walk: 走 走到 走进 走路 | run: 跑 奔跑 跑到 | climb: 爬 爬上 登上 | cross: 穿过 过 渡过 越过 穿越 | sail: 航行 出海 | escape: 逃 逃走 逃跑 逃出 | fall: 掉 掉下 掉进 落 落在 摔 | move: 搬 搬家 搬到 搬进 | follow: 跟着 跟随 追随 | chase: 追 追赶 追逐 | explore: 探险 探索 | ride: 骑 骑着 坐着 | jump: 跳 跳进
fight: 打架 战斗 打 对抗 | race: 赛跑 比赛跑步 | argue: 吵架 争吵 争论 | win: 赢 赢得 | defeat: 打败 战胜 | challenge: 挑战 | laugh at: 嘲笑 取笑 笑 笑话 | cry: 哭 哭泣 | laugh: 大笑 笑了 | smile: 微笑着 | be afraid of: 害怕 怕 惧怕 | believe: 相信 | answer: 回答 回信 | listen to: 听 | hear: 听到 听见 | see: 看见 看到 看 见 | watch: 观看 | understand: 懂 听懂 明白 | know: 知道 | remember: 记得 记住 | think: 以为 觉得 | wait for: 等 等待 等着 | sleep: 睡觉 睡 睡着 | wake: 醒 醒来 叫醒 | live: 住 住在 生活
give: 给 送 送给 | bring: 带 带来 带给 | send: 寄 寄给 | deliver: 送信 | carry: 拿 背 搬运 背着 拿着 | share: 分享 分 | sell: 卖 | buy: 买 | catch: 抓 捉 捉住 抓住 捕 | collect: 收集 | pick: 摘 采 | use: 使用 | have: 有 拥有 | light: 点亮 点 | put out: 扑灭 | wear: 戴 穿 | hug: 拥抱 抱 抱住 | change: 改变 换 | disappear: 消失 不见 | freeze: 结冰 | work: 工作 干活 | trick: 骗 欺骗 | repay: 报答 报恩 | perform: 表演 演出 | invent: 发明 | hatch: 孵 孵化
"""

ADJECTIVES = """
little: 小 小小的 幼小 | big: 大 巨大 | old: 老 年老 古老 旧 年迈 | young: 年轻 年幼 | new: 新 | tall: 高高 高大 | tiny: 微小 | fat: 胖 | thin: 瘦 | lonely: 孤独 孤单 寂寞 | sad: 悲伤 伤心 难过 | happy: 快乐 开心 高兴 幸福 | angry: 生气 愤怒 | afraid: 恐惧 | shy: 害羞 胆小 | timid: 怯懦 | brave: 勇敢 | clever: 聪明 机智 | stupid: 笨 愚蠢 | lazy: 懒 懒惰 | greedy: 贪婪 贪心 | kind: 善良 好心 | cruel: 残忍 | proud: 骄傲 | curious: 好奇 | grumpy: 暴躁 坏脾气 脾气暴躁 | naughty: 调皮 淘气 | gentle: 温柔 | tired: 累 疲倦 疲惫 | hungry: 饿 饥饿 | thirsty: 渴 | sick: 生病 病 | bored: 无聊 | poor: 穷 贫穷 可怜 | rich: 富 有钱 富有 | blind: 失明 瞎 盲 | deaf: 聋 | silent: 沉默 | quiet: 安静 | beautiful: 美丽 漂亮 | ugly: 丑 丑陋 | strange: 奇怪 | mysterious: 神秘 | magic: 神奇 魔法的 有魔法 | secret: 秘密的 | lost: 丢失的 丢了的 失去的 迷路 走失 失落 遗失 | broken: 破 坏 坏掉 破碎 | stolen: 被偷 被偷走 | forgotten: 被遗忘 遗忘 | last: 最后 最后一 | only: 唯一 | other: 别的 其他 其它 | red: 红色 红 | blue: 蓝色 蓝 | green: 绿色 绿 | yellow: 黄色 黄 | white: 白色 白 | black: 黑色 | golden: 金色 金 金黄 | silver: 银色 银 | grey: 灰色 灰 | pink: 粉色 粉红色 粉红 | purple: 紫色 紫 | wooden: 木头 木 | paper: 纸 | stone: 石 | dark: 黑暗的 漆黑 黑漆漆 | deep: 深 | wide: 宽 宽阔 | high: 高 | cold: 冷 寒冷 | hot: 热 炎热 | empty: 空 | haunted: 闹鬼 | sleepy: 困 | retired: 退休 | famous: 有名 著名 | nervous: 紧张 | homesick: 想家 | wounded: 受伤 | wild: 野 | flying: 会飞 | talking: 会说话 | singing: 会唱歌 | abandoned: 被遗弃 废弃 | invisible: 隐形 看不见
"""

TIMES = """
in winter: 冬天 冬季 | in summer: 夏天 夏季 | in spring: 春天 春季 | in autumn: 秋天 秋季 | at night: 夜里 夜晚 晚上 深夜 半夜 夜 | in the morning: 早上 早晨 清晨 | at dawn: 黎明 | at dusk: 傍晚 黄昏 | every day: 每天 天天 | every night: 每晚 每天晚上 每夜 | one day: 有一天 一天 某天 | once: 从前 很久以前 | in the snow: 下雪天 雪中 雪地里 | in the rain: 雨中 下雨天 | in the storm: 暴风雨中 | at christmas: 圣诞节
"""
SEASONS = {"冬天": "winter", "夏天": "summer", "春天": "spring", "秋天": "autumn", "夜晚": "night", "夜": "night"}
WANTS = word_set("想要 想 希望 梦想 渴望 愿意 决定 打算 一心想 很想 要 试图 努力")
MUSTS = word_set("必须 不得不 得 应该 需要")
CANS = word_set("能 可以 能够")
CANNOTS = word_set("不会 不能 无法 不能够 没法 没办法")
NOTS = word_set("不 没 没有 从不 从来不 不再 从没 从来没有 从未")
AND, LISTED = word_set("和 与 跟 同 以及 及 还有"), "、"
BUT = word_set("但是 但 可是 不过 却 然而 只是")
LINKS = {"因为": "because", "所以": "so", "虽然": "although", "尽管": "although", "如果": "if", "于是": "and", "然后": "and", "并": "and", "并且": "and", "而且": "and", "就": "", "才": ""}
PREPOSITIONS = {"在": "in", "从": "from", "到": "to", "往": "to", "向": "to", "朝": "to", "用": "with", "对": "to", "沿着": "along", "为": "for", "替": "for", "给": "for"}
SIDES = {
    "里面": "in", "里": "in", "中": "in", "内": "in", "上面": "on", "上": "on", "下面": "under", "下": "under", "底下": "under", "旁边": "beside", "旁": "beside", "边": "by",
    "前面": "in front of", "前": "before", "后面": "behind", "后": "behind", "外面": "outside", "外": "outside", "附近": "near",
}  # fmt: skip
MEASURES = word_set("只 个 位 条 头 匹 本 把 艘 封 座 棵 朵 颗 件 张 辆 架 名 群 对 双 片 块 间 家 首 首 枚 顶 盏 幅 扇 段 种 口 滴 家 根 支 瓶 杯 碗 台 部 场 所 窝 队")
NUMERALS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "几": 3, "许多": 3, "很多": 3, "一群": 3, "一对": 2, "一窝": 3, "双胞胎": 2, "那": 1, "这": 1, "每": 1}
NUMBER_WORDS = {n: word for word, n in NUMBERS.items()}
PRONOUNS = {"他": "he", "她": "she", "它": "it", "他们": "they", "她们": "they", "它们": "they", "我": "I", "我们": "we", "大家": "everybody", "没有人": "nobody", "没人": "nobody", "谁": "who", "人们": "everybody", "自己": "itself"}
OWNERS = {"他": "his", "她": "her", "它": "its", "他们": "their", "她们": "their", "它们": "their", "我": "my", "自己": "its own", "我们": "our"}
OBJECTS = {"he": "him", "she": "her", "they": "them", "I": "me", "we": "us"}
DROPPED = word_set("了 着 过 的 地 得 吗 呢 啊 吧 都 也 很 非常 又 再 还 正 正在 一直 总是 终于 突然 非常 十分 特别 太 最 起来 出来 下来 上去 下去 一下 自己 就是 而 会 能 被 叫 叫做 名叫 住着 有着 座 只有 所有 一些 什么 那里 这里 一起 第一次 偷偷 悄悄 永远 变得 越来越")
ASKS = {"请": "ask", "叫": "tell", "让": "make", "教": "teach", "帮助": "help", "帮": "help", "求": "beg", "派": "send", "邀请": "invite", "命令": "order"}
TOGETHER = {"一起": "together", "独自": "alone", "永远": "forever"}
UNCOUNTED = frozenset({"darkness", "water", "honey", "bread", "soup", "music", "time", "gold", "magic", "courage", "rice", "tea", "milk", "snow", "rain", "candy", "fire", "ice", "home", "cheese", "money", "earth", "mars", "noodles", "medicine", "thunder"})
PINYIN = {  # common name signs
    "明": "ming", "丽": "li", "红": "hong", "华": "hua", "强": "qiang", "芳": "fang", "兰": "lan", "梅": "mei", "花": "hua", "龙": "long", "虎": "hu", "刚": "gang", "军": "jun",
    "伟": "wei", "静": "jing", "敏": "min", "娜": "na", "婷": "ting", "玉": "yu", "珍": "zhen", "春": "chun", "秋": "qiu", "月": "yue", "星": "xing", "云": "yun", "雨": "yu", "雪": "xue",
    "林": "lin", "王": "wang", "李": "li", "张": "zhang", "刘": "liu", "陈": "chen", "杨": "yang", "赵": "zhao", "黄": "huang", "周": "zhou", "吴": "wu", "徐": "xu", "孙": "sun", "马": "ma",
    "小": "xiao", "大": "da", "阿": "a", "老": "lao", "宝": "bao", "贝": "bei", "豆": "dou", "果": "guo", "乐": "le", "天": "tian", "宇": "yu", "航": "hang", "轩": "xuan", "浩": "hao", "欣": "xin",
    "怡": "yi", "佳": "jia", "美": "mei", "文": "wen", "武": "wu", "志": "zhi", "国": "guo", "安": "an", "平": "ping", "山": "shan", "海": "hai", "东": "dong", "南": "nan", "晨": "chen",
    "阳": "yang", "亮": "liang", "光": "guang", "青": "qing", "蓝": "lan", "白": "bai", "木": "mu", "叶": "ye", "朵": "duo", "苗": "miao", "妞": "niu", "妮": "ni", "莉": "li", "琳": "lin",
    "玲": "ling", "萍": "ping", "霞": "xia", "燕": "yan", "英": "ying", "杰": "jie", "鹏": "peng", "飞": "fei", "波": "bo", "涛": "tao", "超": "chao", "勇": "yong", "毅": "yi", "辉": "hui",
    "鑫": "xin", "磊": "lei", "思": "si", "雅": "ya", "慧": "hui", "晓": "xiao", "悦": "yue", "童": "tong", "圆": "yuan", "团": "tuan", "毛": "mao", "皮": "pi", "石": "shi", "金": "jin",
    "银": "yin", "铁": "tie", "福": "fu", "贵": "gui", "喜": "xi", "康": "kang", "健": "jian", "新": "xin", "诗": "shi", "涵": "han", "子": "zi", "雷": "lei", "风": "feng", "江": "jiang",
}  # fmt: skip


def meanings(text: str) -> dict[str, str]:
    """Signs to English, of one of the tables above."""
    found: dict[str, str] = {}
    for part in text.replace("\n", " | ").split("|"):
        english, _, signs = part.strip().partition(": ")
        for sign in signs.split():
            found.setdefault(sign, english)
    return found

"""Letters that look like others, or that other keyboards and schools write instead of them."""

# Letters of Cyrillic and Greek that look like Latin ones, and signs written for others.
_SIGNS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХавеѕіјкмнорстухԁһԛԝѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχɑɡ`´ʹʻʼʽˈ‘’‛′∕⁄╱⧸·•․‧∙⋅・−⁃",
    "ABESIJKMHOPCTYXabesijkmhopctyxdhqwvlABEZHIKMNOPTYXaikvoptuxag'''''''''''////.......--",
)
# Latin letters with a stroke, and those that stand for two.
_LATIN = str.maketrans(
    dict(zip("łŁøØđĐðÐħĦŧŦ", "lLoOdDdDhHtT", strict=True))
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"}
)
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPRSTUVWYZ", strict=True))
_LISU = dict(zip("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ", strict=True))
_CHEROKEE = dict(zip("ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃᎩ", "ABCDEGHIJKLMPRSTVWZY", strict=True))
_CHEROKEE |= {large.lower(): latin for large, latin in _CHEROKEE.items()}
_CAPITALS = str.maketrans(_SMALL_CAPITALS | _LISU | _CHEROKEE)
LARGE = frozenset({*_SMALL_CAPITALS, *_LISU, *_CHEROKEE})  # capitals that Unicode does not call so

# Traditional signs of surnames, given names and titles, each with its simplified one.
_TRADITIONAL = """
    張张 陳陈 劉刘 楊杨 趙赵 黃黄 吳吴 孫孙 馬马 羅罗 鄭郑 謝谢 許许 韓韩 馮冯 鄧邓 蕭萧 蔣蒋
    葉叶 蘇苏 呂吕 盧卢 鍾钟 鐘钟 譚谭 陸陆 範范 賈贾 韋韦 鄒邹 閆闫 閻阎 龍龙 賀贺 顧顾 龔龚
    萬万 錢钱 嚴严 湯汤 溫温 聶聂 齊齐 龐庞 蘭兰 藍蓝 駱骆 歐欧 費费 塗涂 莊庄 喬乔 賴赖 時时
    華华 關关 紀纪 項项 魯鲁 鮑鲍 畢毕 單单 連连 饒饶 鄔邬 寧宁 應应 車车 練练 衛卫 滿满 鄺邝
    陽阳 鳳凤 黨党 諸诸 東东 獨独 遲迟 軒轩 轅辕 長长 門门 聞闻 竇窦 閔闵 樓楼 勞劳 榮荣 談谈
    樂乐 酈郦 偉伟 麗丽 軍军 強强 傑杰 濤涛 艷艳 豔艳 靜静 國国 紅红 飛飞 鵬鹏 輝辉 剛刚 鋒锋
    穎颖 瑩莹 雲云 曉晓 學学 寶宝 貴贵 慶庆 業业 進进 達达 興兴 義义 禮礼 愛爱 夢梦 詩诗 語语
    嬌娇 婭娅 憶忆 遠远 澤泽 潔洁 瓊琼 環环 瑋玮 瑤瑶 鈞钧 銘铭 鋼钢 鐵铁 錦锦 銀银 釗钊 鎮镇
    順顺 頌颂 顏颜 風风 駿骏 騰腾 驊骅 鴻鸿 鶴鹤 鵑鹃 鶯莺 麥麦 齡龄 維维 綱纲 紹绍 經经 緒绪
    繼继 續续 績绩 聖圣 聰聪 聲声 臨临 舉举 蓮莲 薔蔷 薩萨 藝艺 蔭荫 賢贤 選选 運运 邁迈 鄉乡
    開开 雙双 電电 靈灵 韻韵 響响 領领 頻频 願愿 顯显 魚鱼 鮮鲜 鳴鸣 鷹鹰 岡冈 島岛 峯峰 嵐岚
    嶺岭 廣广 彥彦 從从 恆恒 悅悦 憲宪 懷怀 戀恋 揚扬 晉晋 暉晖 暢畅 曄晔 書书 會会 楓枫 楨桢
    樹树 橋桥 權权 歡欢 歲岁 歸归 淵渊 湧涌 漢汉 潤润 濱滨 瀟潇 瀾澜 煒炜 煥焕 燁烨 燦灿 爾尔
    獻献 璽玺 畫画 發发 眾众 碩硕 祿禄 禎祯 積积 節节 築筑 簡简 紋纹 純纯 綠绿 綺绮 緣缘 聯联
    葦苇 蒼苍 親亲 覺觉 觀观 訓训 記记 誠诚 誼谊 諾诺 謙谦 證证 譽誉 讓让 豐丰 貝贝 財财 貞贞
    賓宾 贇赟 輔辅 辭辞 邊边 銳锐 韜韬 頤颐 顥颢 餘余 驍骁 驥骥 鯤鲲 醫医 師师 護护 愼慎 眞真
    """.split()
_SIMPLIFIED = str.maketrans({one[0]: one[1] for one in _TRADITIONAL})

# What Germans and Scandinavians write where a keyboard has no such letter.
SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)


def likened(letters: str) -> str:
    """Return letters as the plain ones that are read for them."""
    for table in (_SIGNS, _LATIN, _CAPITALS, _SIMPLIFIED):
        letters = letters.translate(table)
    return letters

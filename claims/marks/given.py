"""Given names common in English, Turkish and pinyin, and capital words that are no names.

Given names that are words as well (Will, May, Deniz) are left out. Folded, in small letters.
"""

_ENGLISH = """
    adam alan albert alex alexander alice amanda amy andrea andrew angela anna anne anthony arthur
    barbara benjamin betty brian caroline catherine charles charlotte christine christopher claire
    colin daniel david deborah dennis diana donald donna dorothy edward eleanor elizabeth emily
    emma eric evelyn frances frederick gareth gary george gerald gillian gordon graham gregory
    hannah harold harry heather helen henry hugh ian irene isabel jacob jacqueline james jane
    janet jason jean jeffrey jennifer jessica joan joanna john jonathan joseph joshua judith julia
    julie karen katherine kathleen keith kenneth kevin laura lauren lawrence leonard leslie linda
    lisa louise lucy malcolm margaret maria marion martha martin mary matthew megan melissa
    michael michelle monica nancy natalie nathan nicholas nicola nigel olivia oliver owen pamela
    patricia patrick paul peter philip rachel raymond rebecca richard robert roger ronald rosa
    rosemary russell ruth ryan samantha samuel sandra sarah sharon sheila simon sophie stephanie
    stephen steven stuart susan sylvia teresa theodore theresa thomas timothy tom tony tracy
    valerie vanessa veronica victoria vincent virginia walter wendy william zoe bill bob ben dan
    jim joe jack kate sam steve mike nick tim
"""

_TURKISH = """
    abdullah adem adnan ahmet ali alper arda arzu asli asuman atilla aydin ayhan aylin ayse
    aysegul aysel ayten aziz banu basak bekir belgin berk berkay betul beyza bilal buket bulent
    burak burcu busra cagla cem cemal cemil cengiz ceren cigdem cihan davut demet derya dilek
    dogan duygu ebru ece ecem elif emel emin emine emrah emre ender engin enver erdal erdem erhan
    erkan erol ersin ertan esin esra eyup ezgi faruk fatih fatma ferhat feride fevzi figen fikret
    filiz funda gamze gizem gokhan gonca gulay gulcan guler gulsah gulsen gulsum gurkan hacer
    hakan haldun halil halime hamit handan harun hasan hatice haydar hayriye hikmet huseyin hulya
    husnu ibrahim idris ilhan ilker inci ipek irem irfan ismail ismet kadir kadriye kemal kenan
    kerem kubra levent leyla mahmut makbule mehmet mehtap melek melike meltem mert merve meryem
    mesut metin mine muammer muharrem mukaddes murat musa mustafa muzaffer naciye nazan nazli
    necati necla nermin nesrin neslihan nevin nihat nilgun nilufer nuray nurcan nurhan nuri okan
    onur orhan osman ozan ozge ozgur ozlem pelin perihan pinar ramazan recep refik remzi reyhan
    ridvan sabri saliha sami sebnem seda sedat sefa selcuk selim selin selma semra serap serdar
    serhat serkan sevda sevgi sevil sevim seyma sibel sinan songul suat suleyman sultan sukru sule
    tahir tamer taner tarik tayfun tolga tuba tugba tulay tuncay turgut turhan ufuk ugur vedat
    veli volkan yakup yasemin yasin yavuz yeliz yusuf zafer zehra zeki zeliha zerrin zeynep
    zubeyde
"""

_PINYIN = """
    wang zhang liu chen yang zhao huang zhou wu xu zhu guo luo zheng liang xie tang feng deng xiao
    tian dong pan yuan cai jiang yu du ye cheng wei lu ding shen yao zhong jia xia xiong qin yan
    xue hou shao qian hao kong
""".split()

# A Chinese name in pinyin is a surname and one or two syllables.
SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei"
    "|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
)
GIVEN = "|".join(sorted({*_ENGLISH.split(), *_TURKISH.split()}))
PINYIN = "|".join(_PINYIN)

NOT_NAMES = frozenset(
    """
    hospital clinic street road avenue lane ward department unit centre center university
    institute practitioner practice manager station surgery infirmary college school church office
    council january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday ocak subat mart nisan mayis haziran
    temmuz agustos eylul ekim kasim aralik pazartesi sali carsamba persembe cuma cumartesi pazar
    hastanesi hastane poliklinigi klinigi servisi bolumu merkezi fakultesi mahallesi sokak caddesi
    and or the but he she they we you it his her their our my this that these those who when then
    there after before because as if in on at for from to of with by was is are were has had who
    what which bu su o bir ve ile da de genc yasli her hic bazi kadin erkek biz siz onlar ben sen
    ne kim nasil neden a an no yes not so also only i ii iii iv disease syndrome test score scale
    index sign stage grade type class criteria classification hastaligi sendromu testi skoru
    tanisi
""".split()
)

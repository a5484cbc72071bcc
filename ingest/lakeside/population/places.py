"""Where people live and companies sit: real cities, invented streets."""

# ruff: noqa: E501 - a table is read by its lines
from dataclasses import dataclass
from random import Random

from ingest.lakeside.cast import Place


@dataclass(frozen=True, slots=True)
class City:
    """`unit` is the code of the bank's branch there; postcodes begin with `post`, telephones with `area`."""

    name: str
    name_en: str
    region: str
    unit: str
    post: str
    area: str
    districts: tuple[str, ...]


CITIES = (
    City("苏州", "Suzhou", "江苏", "SUZHOU", "2150", "0512", ("姑苏区", "工业园区", "吴中区", "相城区")),
    City("湖州", "Huzhou", "浙江", "HUZHOU", "3130", "0572", ("吴兴区", "南浔区", "德清县")),
    City("杭州", "Hangzhou", "浙江", "HANGZHOU", "3100", "0571", ("西湖区", "上城区", "拱墅区", "滨江区", "余杭区")),
    City("宁波", "Ningbo", "浙江", "NINGBO", "3150", "0574", ("海曙区", "江北区", "鄞州区", "北仑区")),
    City("嘉兴", "Jiaxing", "浙江", "JIAXING", "3140", "0573", ("南湖区", "秀洲区")),
    City("绍兴", "Shaoxing", "浙江", "SHAOXING", "3120", "0575", ("越城区", "柯桥区", "上虞区")),
    City("无锡", "Wuxi", "江苏", "WUXI", "2140", "0510", ("梁溪区", "滨湖区", "新吴区")),
    City("常州", "Changzhou", "江苏", "CHANGZHO", "2130", "0519", ("天宁区", "钟楼区", "武进区")),
    City("南京", "Nanjing", "江苏", "NANJING", "2100", "025", ("玄武区", "秦淮区", "建邺区", "鼓楼区")),
    City("上海", "Shanghai", "上海", "SHANGHAI", "2000", "021", ("徐汇区", "长宁区", "静安区", "普陀区", "杨浦区")),
)
_STREETS = "柳浪 桂影 梧桐里 听雨 望潮 青石 竹溪 云栖湾 枫桥边 荷风 采菱 稻香 松涛 鹭影 石榴 银杏坡 白鹭 画桥 渔歌 橘园 雁回 兰亭下 莲塘 星桥".split()
_WAYS = "路 街 巷 弄 大道".split()
_ESTATES = "花园 新村 公寓 小区 苑".split()


def dwelling(chance: Random, city: City) -> Place:
    """A flat in an estate for most, a house on a street for some."""
    district, street = chance.choice(city.districts), chance.choice(_STREETS)
    if chance.random() < 0.75:
        room = f"{chance.randint(1, 28)}{chance.randint(1, 4):02d}室"
        text = f"{street}{chance.choice(_ESTATES)}{chance.randint(1, 60)}幢{chance.randint(1, 4)}单元{room}"
    else:
        text = f"{street}{chance.choice(_WAYS)}{chance.randint(1, 480)}号"
    return Place(f"{city.name}市{district}{text}", city.name, city.region, f"{city.post}{chance.randint(10, 99)}")


def dormitory(chance: Random, city: City) -> Place:
    """Where many who work for one employer live."""
    street, district = chance.choice(_STREETS), chance.choice(city.districts)
    return Place(f"{city.name}市{district}{street}职工新村", city.name, city.region, f"{city.post}{chance.randint(10, 99)}")


def seat(chance: Random, city: City) -> Place:
    district, street = chance.choice(city.districts), chance.choice(_STREETS)
    return Place(
        f"{city.name}市{district}{street}{chance.choice(_WAYS)}{chance.randint(1, 999)}号",
        city.name,
        city.region,
        f"{city.post}{chance.randint(10, 99)}",
    )

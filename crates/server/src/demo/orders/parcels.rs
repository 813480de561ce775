//! Cities, carriers, and what carriers tell on the way.

use shanying_commerce::shipments::{Shipment, ShipmentState, Trace};
use shanying_kernel::Time;

use super::draw::{DAY_MS, HOUR_MS, Numbers};

/// How far a city is from the warehouse in 杭州.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Near,
    Usual,
    Far,
}

/// The way to a city.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) city: &'static str,
    pub(super) province: &'static str,
    pub(super) district: &'static str,
    pub(super) street: &'static str,
    reach: Reach,
}

impl Way {
    pub(super) fn is_far(&self) -> bool {
        self.reach == Reach::Far
    }
}

macro_rules! ways {
    ($($city:literal $province:literal $district:literal $street:literal $reach:ident;)*) => {
        &[$(Way { city: $city, province: $province, district: $district, street: $street, reach: Reach::$reach }),*]
    };
}

const WAYS: &[Way] = ways! {
    "杭州" "浙江省" "西湖区" "文三路" Near;
    "宁波" "浙江省" "鄞州区" "中兴路" Near;
    "温州" "浙江省" "鹿城区" "车站大道" Near;
    "嘉兴" "浙江省" "南湖区" "中环南路" Near;
    "绍兴" "浙江省" "越城区" "解放北路" Near;
    "上海" "上海市" "徐汇区" "漕溪北路" Near;
    "南京" "江苏省" "鼓楼区" "湖南路" Near;
    "苏州" "江苏省" "姑苏区" "人民路" Near;
    "无锡" "江苏省" "梁溪区" "中山路" Near;
    "合肥" "安徽省" "蜀山区" "长江西路" Near;
    "北京" "北京市" "朝阳区" "望京街" Usual;
    "广州" "广东省" "天河区" "体育西路" Usual;
    "深圳" "广东省" "南山区" "科苑路" Usual;
    "成都" "四川省" "武侯区" "科华北路" Usual;
    "绵阳" "四川省" "涪城区" "临园路" Usual;
    "重庆" "重庆市" "渝北区" "新牌坊一路" Usual;
    "武汉" "湖北省" "武昌区" "中南路" Usual;
    "襄阳" "湖北省" "樊城区" "长虹路" Usual;
    "长沙" "湖南省" "岳麓区" "麓山南路" Usual;
    "南昌" "江西省" "红谷滩区" "丰和中大道" Usual;
    "福州" "福建省" "鼓楼区" "五四路" Usual;
    "厦门" "福建省" "思明区" "湖滨南路" Usual;
    "泉州" "福建省" "丰泽区" "田安路" Usual;
    "济南" "山东省" "历下区" "经十路" Usual;
    "青岛" "山东省" "市南区" "香港中路" Usual;
    "郑州" "河南省" "金水区" "花园路" Usual;
    "洛阳" "河南省" "涧西区" "南昌路" Usual;
    "西安" "陕西省" "雁塔区" "小寨东路" Usual;
    "太原" "山西省" "小店区" "长风街" Usual;
    "沈阳" "辽宁省" "和平区" "南京街" Usual;
    "大连" "辽宁省" "中山区" "人民路" Usual;
    "哈尔滨" "黑龙江省" "南岗区" "西大直街" Usual;
    "南宁" "广西壮族自治区" "青秀区" "民族大道" Usual;
    "昆明" "云南省" "五华区" "人民中路" Usual;
    "贵阳" "贵州省" "云岩区" "中华北路" Usual;
    "兰州" "甘肃省" "城关区" "庆阳路" Usual;
    "呼和浩特" "内蒙古自治区" "赛罕区" "大学东街" Usual;
    "拉萨" "西藏自治区" "城关区" "江苏路" Far;
    "乌鲁木齐" "新疆维吾尔自治区" "天山区" "解放北路" Far;
};

/// The way to a city; one that nobody knows is round the corner.
pub(super) fn way(city: &str) -> Way {
    let here = Way {
        city: "临江",
        province: "浙江省",
        district: "滨江区",
        street: "江南大道",
        reach: Reach::Near,
    };
    WAYS.iter()
        .find(|way| way.city == city)
        .copied()
        .unwrap_or(here)
}

struct Carrier {
    code: &'static str,
    name: &'static str,
    /// What its numbers begin with, and how many digits follow.
    prefix: &'static str,
    digits: u32,
}

const SHUNFENG: Carrier = Carrier {
    code: "shunfeng",
    name: "顺丰速运",
    prefix: "SF",
    digits: 13,
};
const POST: Carrier = Carrier {
    code: "youzhengguonei",
    name: "邮政快递包裹",
    prefix: "98",
    digits: 11,
};
const USUAL: [Carrier; 4] = [
    Carrier {
        code: "zhongtong",
        name: "中通快递",
        prefix: "78",
        digits: 12,
    },
    Carrier {
        code: "yuantong",
        name: "圆通速递",
        prefix: "YT",
        digits: 13,
    },
    Carrier {
        code: "zhongtong",
        name: "中通快递",
        prefix: "75",
        digits: 12,
    },
    Carrier {
        code: "yunda",
        name: "韵达快递",
        prefix: "46",
        digits: 13,
    },
];

const COURIERS: [&str; 6] = ["张师傅", "李师傅", "王师傅", "刘师傅", "陈师傅", "周师傅"];
const SIGNERS: [&str; 5] = [
    "本人签收",
    "菜鸟驿站代收",
    "丰巢快递柜",
    "家人代收",
    "门卫代收",
];

/// A parcel that was sent at `shipped`, as far as it has come until `now`.
pub(super) fn parcel(
    numbers: &mut Numbers,
    way: &Way,
    better: bool,
    shipped: i64,
    now: i64,
) -> Shipment {
    let carrier = match way.reach {
        _ if better => &SHUNFENG,
        Reach::Far if numbers.below(2) == 0 => &POST,
        _ => numbers.of(&USUAL).unwrap_or(&SHUNFENG),
    };
    let days = match way.reach {
        Reach::Near => numbers.ms(DAY_MS, 2 * DAY_MS),
        Reach::Usual => numbers.ms(2 * DAY_MS, 4 * DAY_MS),
        Reach::Far => numbers.ms(5 * DAY_MS, 8 * DAY_MS),
    };
    let days = if better { days - 12 * HOUR_MS } else { days };
    let stuck = numbers.below(40) == 0;
    let signer = numbers.of(&SIGNERS).copied().unwrap_or_default();
    let mut traces = stations(numbers, carrier, way, signer, (shipped, days));
    if stuck {
        delay(&mut traces, way, shipped + days / 2);
    }
    traces.retain(|trace| trace.time.0 <= now);
    let state = traces
        .last()
        .map_or(ShipmentState::Created, |trace| trace.state);
    let number: String = (0..carrier.digits)
        .map(|_| numbers.below(10).to_string())
        .collect();
    Shipment {
        carrier_code: carrier.code.to_owned(),
        carrier_name: carrier.name.to_owned(),
        tracking_no: format!("{}{number}", carrier.prefix),
        state,
        traces,
        eta: Some(Time(shipped + days)),
        signed_by: if state == ShipmentState::Delivered {
            signer.to_owned()
        } else {
            String::new()
        },
        shipped_at: Time(shipped),
    }
}

/// When it was signed for, if it was.
pub(super) fn delivered(parcel: &Shipment) -> Option<Time> {
    let signed = |trace: &&Trace| trace.state == ShipmentState::Delivered;
    parcel.traces.iter().find(signed).map(|trace| trace.time)
}

/// The carrier says that it stands still, and nothing after that.
fn delay(traces: &mut Vec<Trace>, way: &Way, at: i64) {
    traces.retain(|trace| trace.time.0 < at);
    traces.push(Trace {
        time: Time(at),
        text: format!(
            "因{}地区暴雨影响，运输车辆滞留，快件派送时效可能延迟，我们会尽快恢复",
            way.city
        ),
        location: way.city.to_owned(),
        state: ShipmentState::Exception,
    });
}

fn stations(
    numbers: &mut Numbers,
    carrier: &Carrier,
    way: &Way,
    signer: &str,
    (shipped, days): (i64, i64),
) -> Vec<Trace> {
    let (name, city, district) = (carrier.name, way.city, way.district);
    let courier = numbers.of(&COURIERS).copied().unwrap_or_default();
    let phone = format!("199000{:05}", numbers.below(100_000));
    let at = |part: i64| Time(shipped + days * part / 100);
    let one = |part: i64, state: ShipmentState, place: &str, text: String| Trace {
        time: at(part),
        text,
        location: place.to_owned(),
        state,
    };
    use ShipmentState::{Delivered, InTransit, OutForDelivery, PickedUp};
    let mut traces = vec![
        one(
            0,
            PickedUp,
            "杭州",
            format!("【杭州市】{name} 已收取快件，揽收员：吴师傅"),
        ),
        one(
            12,
            InTransit,
            "杭州",
            "【杭州市】快件已到达 杭州转运中心".to_owned(),
        ),
        one(
            18,
            InTransit,
            "杭州",
            format!("【杭州市】快件离开 杭州转运中心，下一站 {city}转运中心"),
        ),
    ];
    if way.reach == Reach::Far {
        traces.push(one(
            45,
            InTransit,
            "西安",
            "【西安市】快件已到达 西安转运中心".to_owned(),
        ));
        traces.push(one(
            52,
            InTransit,
            "西安",
            format!("【西安市】快件离开 西安转运中心，下一站 {city}转运中心"),
        ));
    }
    traces.extend([
        one(
            72,
            InTransit,
            city,
            format!("【{city}市】快件已到达 {city}转运中心"),
        ),
        one(
            84,
            InTransit,
            city,
            format!("【{city}市】快件已到达 {city}{district}营业部"),
        ),
        one(
            90,
            OutForDelivery,
            city,
            format!("【{city}市】{district}营业部 {courier}（{phone}）正在派件，请保持电话畅通"),
        ),
        one(
            100,
            Delivered,
            city,
            format!("【{city}市】快件已签收，签收人：{signer}，感谢使用{name}"),
        ),
    ]);
    traces
}

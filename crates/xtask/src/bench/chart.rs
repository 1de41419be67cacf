//! Charts as SVG: lines over logarithmic axes, and bars. Their colours follow the reader's choice of light or dark; lines are named at their
//! ends and have marks of their own, so that nothing is told by colour alone.

use std::fmt::Write as _;

/// A named line. What stands first is ours.
pub struct Line {
    pub name: String,
    pub points: Vec<(f64, f64)>,
}

const STYLE: &str = "<style>
  svg { font: 13px system-ui, sans-serif; color-scheme: light dark }
  .back { fill: #ffffff } text { fill: #1f2328 } .soft { fill: #59636e } .grid { stroke: #d1d9e0 }
  .s0 { stroke: #0a6640; fill: #0a6640 } .s1 { stroke: #b03a0a; fill: #b03a0a } .s2 { stroke: #2b55c4; fill: #2b55c4 } .s3 { stroke: #7a3fb0; fill: #7a3fb0 }
  .line { fill: none; stroke-width: 2.5 } .d1 { stroke-dasharray: 8 4 } .d2 { stroke-dasharray: 2 4 } .d3 { stroke-dasharray: 10 4 2 4 }
  .bar { stroke: none } .title { font-weight: 600; font-size: 15px }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117 } text { fill: #e6edf3 } .soft { fill: #9aa4af } .grid { stroke: #30363d }
    .s0 { stroke: #4cc38a; fill: #4cc38a } .s1 { stroke: #ff9a5c; fill: #ff9a5c } .s2 { stroke: #8ab0ff; fill: #8ab0ff } .s3 { stroke: #cfa3ff; fill: #cfa3ff }
  }
</style>";

fn open(title: &str, width: f64, height: f64) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n<title>{title}</title>\n{STYLE}\n<rect class=\"back\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n<text class=\"title\" x=\"16\" y=\"26\">{title}</text>\n"
    )
}

/// Lines over the number of rows, both axes logarithmic. `shown` writes a value of the upright axis.
pub fn lines(title: &str, lines: &[Line], shown: fn(f64) -> String) -> String {
    const WIDTH: f64 = 760.0;
    const HEIGHT: f64 = 400.0;
    const LEFT: f64 = 84.0;
    const RIGHT: f64 = 220.0;
    const TOP: f64 = 48.0;
    const BOTTOM: f64 = 48.0;
    let all = || lines.iter().flat_map(|line| &line.points);
    let decade = |value: f64, up: bool| if up { value.log10().ceil() } else { value.log10().floor() };
    let (x0, x1) = (decade(least(all().map(|point| point.0)), false), decade(most(all().map(|point| point.0)), true));
    let (y0, y1) = (decade(least(all().map(|point| point.1)), false), decade(most(all().map(|point| point.1)), true));
    let across = |x: f64| LEFT + (x.log10() - x0) / (x1 - x0).max(1.0) * (WIDTH - LEFT - RIGHT);
    let down = |y: f64| HEIGHT - BOTTOM - (y.log10() - y0) / (y1 - y0).max(1.0) * (HEIGHT - TOP - BOTTOM);
    let mut svg = open(title, WIDTH, HEIGHT);
    for power in y0 as i32..=y1 as i32 {
        let (value, y) = (10f64.powi(power), down(10f64.powi(power)));
        _ = writeln!(svg, "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>", WIDTH - RIGHT);
        let (x, y) = (LEFT - 10.0, y + 4.0);
        _ = writeln!(svg, "<text class=\"soft\" text-anchor=\"end\" x=\"{x}\" y=\"{y:.1}\">{}</text>", shown(value));
    }
    for power in x0 as i32..=x1 as i32 {
        let x = across(10f64.powi(power));
        let (from, to) = (TOP, HEIGHT - BOTTOM);
        _ = writeln!(svg, "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{from}\" y2=\"{to}\"/>");
        let (y, value) = (HEIGHT - BOTTOM + 20.0, super::tables::grouped(10u64.pow(power as u32)));
        _ = writeln!(svg, "<text class=\"soft\" text-anchor=\"middle\" x=\"{x:.1}\" y=\"{y}\">{value}</text>");
    }
    _ = writeln!(
        svg,
        "<text class=\"soft\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">rows</text>",
        LEFT + (WIDTH - LEFT - RIGHT) / 2.0,
        HEIGHT - 10.0
    );
    let mut labels: Vec<(f64, usize)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let points: Vec<(f64, f64)> = line.points.iter().map(|(x, y)| (across(*x), down(*y))).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        _ = writeln!(svg, "<polyline class=\"line s{at} d{at}\" points=\"{}\"/>", path.join(" "));
        points.iter().for_each(|(x, y)| svg.push_str(&mark(at, *x, *y)));
        labels.extend(points.last().map(|point| (point.1, at)));
    }
    // Names that would touch are moved apart.
    labels.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = f64::MIN;
    for (y, at) in labels {
        let y = y.max(free);
        free = y + 18.0;
        let x = WIDTH - RIGHT + 26.0;
        svg.push_str(&mark(at, x - 12.0, y));
        _ = writeln!(svg, "<text x=\"{x}\" y=\"{:.1}\">{}</text>", y + 4.0, lines[at].name);
    }
    svg + "</svg>\n"
}

/// Bars that lie below each other.
pub fn bars(title: &str, bars: &[(String, f64)], shown: fn(f64) -> String) -> String {
    const WIDTH: f64 = 760.0;
    const LEFT: f64 = 290.0;
    const RIGHT: f64 = 90.0;
    const TOP: f64 = 44.0;
    const STEP: f64 = 30.0;
    let longest = most(bars.iter().map(|bar| bar.1));
    let mut svg = open(title, WIDTH, TOP + STEP * bars.len() as f64 + 12.0);
    for (at, (name, value)) in bars.iter().enumerate() {
        let (y, long) = (TOP + STEP * at as f64, (value / longest * (WIDTH - LEFT - RIGHT)).max(1.0));
        let class = usize::from(at > 0) * 2;
        _ = writeln!(svg, "<text text-anchor=\"end\" x=\"{}\" y=\"{}\">{name}</text>", LEFT - 10.0, y + 16.0);
        _ = writeln!(
            svg,
            "<rect class=\"bar s{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{long:.1}\" height=\"20\" rx=\"2\"/>"
        );
        _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{}\">{}</text>", LEFT + long + 8.0, y + 16.0, shown(*value));
    }
    svg + "</svg>\n"
}

/// A line's mark: a disc, a square, a triangle or a diamond.
fn mark(line: usize, x: f64, y: f64) -> String {
    match line {
        0 => format!("<circle class=\"s0\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>\n"),
        1 => format!("<rect class=\"s1\" x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\"/>\n", x - 4.0, y - 4.0),
        2 => format!("<path class=\"s2\" d=\"M{:.1} {:.1}l5 9h-10z\"/>\n", x, y - 5.0),
        _ => format!("<path class=\"s3\" d=\"M{:.1} {:.1}l5 5l-5 5l-5 -5z\"/>\n", x, y - 5.0),
    }
}

fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::MAX, f64::min)
}

fn most(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::MIN_POSITIVE, f64::max)
}

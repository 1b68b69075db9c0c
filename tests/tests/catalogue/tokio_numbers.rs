//! tokio's numbers: as many of each as make twelve suspensions, in annotated functions, under every
//! schedule of cancels.

use std::array::from_fn;
use std::io;

use cancel_safe::{Checkpoint, cancel_safe};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::every_schedule;
use crate::support::transport::{Drain, Source};

macro_rules! numbers {
    ($($Number:ident: $read:ident, $write:ident as $to_bytes:ident;)*) => {$(
        mod $read {
            use super::*;

            const SIZE: usize = size_of::<$Number>();
            const COUNT: usize = 12_usize.div_ceil(SIZE);

            /// All bytes differ.
            fn numbers() -> [$Number; COUNT] {
                from_fn(|i| $Number::from_be_bytes(from_fn(|j| (i * SIZE + j + 1) as u8)))
            }

            fn bytes() -> Vec<u8> {
                numbers().iter().flat_map(|number| number.$to_bytes()).collect()
            }

            #[test]
            fn read() {
                #[cancel_safe]
                async fn read(source: &mut Source) -> io::Result<Vec<$Number>> {
                    let mut numbers: Vec<$Number> = Vec::new();
                    for _ in 0..COUNT {
                        let number = source.$read().await?;
                        numbers.push(number);
                    }
                    Ok(numbers)
                }
                let (suspensions, numbers_read, rest) = every_schedule(
                    || (Source::new([&*bytes(), b"rest"].concat()), Checkpoint::new()),
                    &|(source, pending)| {
                        Box::pin(async move {
                            read(pending, source).await.map_err(|error| error.kind())
                        })
                    },
                    |(source, _)| source.rest().to_vec(),
                );
                assert!(suspensions >= 12, "{suspensions}");
                assert_eq!((numbers_read, &*rest), (Ok(numbers().to_vec()), &b"rest"[..]));
            }

            #[test]
            fn write() {
                #[cancel_safe]
                async fn write(drain: &mut Drain, numbers: &[$Number]) -> io::Result<()> {
                    for number in numbers {
                        drain.$write(*number).await?;
                    }
                    Ok(())
                }
                let numbers = numbers();
                let (suspensions, output, written) = every_schedule(
                    || (Drain::default(), Checkpoint::new()),
                    &|(drain, pending)| {
                        Box::pin(async move {
                            write(pending, drain, &numbers).await.map_err(|error| error.kind())
                        })
                    },
                    |(drain, _)| drain.bytes,
                );
                assert!(suspensions >= 12, "{suspensions}");
                assert_eq!((output, written), (Ok(()), bytes()));
            }
        }
    )*};
}

numbers! {
    u8: read_u8, write_u8 as to_be_bytes;
    u16: read_u16, write_u16 as to_be_bytes;
    u32: read_u32, write_u32 as to_be_bytes;
    u64: read_u64, write_u64 as to_be_bytes;
    u128: read_u128, write_u128 as to_be_bytes;
    i8: read_i8, write_i8 as to_be_bytes;
    i16: read_i16, write_i16 as to_be_bytes;
    i32: read_i32, write_i32 as to_be_bytes;
    i64: read_i64, write_i64 as to_be_bytes;
    i128: read_i128, write_i128 as to_be_bytes;
    f32: read_f32, write_f32 as to_be_bytes;
    f64: read_f64, write_f64 as to_be_bytes;
    u16: read_u16_le, write_u16_le as to_le_bytes;
    u32: read_u32_le, write_u32_le as to_le_bytes;
    u64: read_u64_le, write_u64_le as to_le_bytes;
    u128: read_u128_le, write_u128_le as to_le_bytes;
    i16: read_i16_le, write_i16_le as to_le_bytes;
    i32: read_i32_le, write_i32_le as to_le_bytes;
    i64: read_i64_le, write_i64_le as to_le_bytes;
    i128: read_i128_le, write_i128_le as to_le_bytes;
    f32: read_f32_le, write_f32_le as to_le_bytes;
    f64: read_f64_le, write_f64_le as to_le_bytes;
}

/// What makes them refused in `safe_select!`.
mod plain_loses {
    use super::*;
    use crate::support::poll;

    macro_rules! numbers {
        ($($read:ident, $write:ident, $number:expr;)*) => {
            /// One byte has been read, and is gone.
            #[test]
            fn reading_numbers() {$(
                let mut source = Source::new([7; 16]);
                {
                    let mut call = Box::pin(source.$read());
                    assert!(poll(call.as_mut()).is_pending());
                    assert!(poll(call.as_mut()).is_pending());
                }
                assert_eq!(source.rest().len(), 15, stringify!($read));
            )*}

            /// One byte has been written, and comes again.
            #[test]
            fn writing_numbers() {$(
                let mut drain = Drain::default();
                for _ in 0..2 {
                    let mut call = Box::pin(drain.$write($number));
                    assert!(poll(call.as_mut()).is_pending());
                    let _ = poll(call.as_mut());
                }
                assert_eq!(drain.bytes[0], drain.bytes[1], stringify!($write));
            )*}
        };
    }

    // checks tokio::io::AsyncReadExt: read_u16, read_u32, read_u64, read_u128, read_i16, read_i32
    // checks tokio::io::AsyncReadExt: read_i64, read_i128, read_f32, read_f64, read_u16_le
    // checks tokio::io::AsyncReadExt: read_u32_le, read_u64_le, read_u128_le, read_i16_le
    // checks tokio::io::AsyncReadExt: read_i32_le, read_i64_le, read_i128_le, read_f32_le, read_f64_le
    // checks tokio::io::AsyncWriteExt: write_u16, write_u32, write_u64, write_u128, write_i16
    // checks tokio::io::AsyncWriteExt: write_i32, write_i64, write_i128, write_f32, write_f64
    // checks tokio::io::AsyncWriteExt: write_u16_le, write_u32_le, write_u64_le, write_u128_le
    // checks tokio::io::AsyncWriteExt: write_i16_le, write_i32_le, write_i64_le, write_i128_le
    // checks tokio::io::AsyncWriteExt: write_f32_le, write_f64_le
    numbers! {
        read_u16, write_u16, 0x1234;
        read_u32, write_u32, 0x1234_5678;
        read_u64, write_u64, 0x1234_5678;
        read_u128, write_u128, 0x1234_5678;
        read_i16, write_i16, -0x1234;
        read_i32, write_i32, -0x1234_5678;
        read_i64, write_i64, -0x1234_5678;
        read_i128, write_i128, -0x1234_5678;
        read_f32, write_f32, 1.5e-7;
        read_f64, write_f64, 1.5e-7;
        read_u16_le, write_u16_le, 0x1234;
        read_u32_le, write_u32_le, 0x1234_5678;
        read_u64_le, write_u64_le, 0x1234_5678;
        read_u128_le, write_u128_le, 0x1234_5678;
        read_i16_le, write_i16_le, -0x1234;
        read_i32_le, write_i32_le, -0x1234_5678;
        read_i64_le, write_i64_le, -0x1234_5678;
        read_i128_le, write_i128_le, -0x1234_5678;
        read_f32_le, write_f32_le, 1.5e-7;
        read_f64_le, write_f64_le, 1.5e-7;
    }
}

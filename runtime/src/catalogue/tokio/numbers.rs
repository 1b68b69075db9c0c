//! The numbers of `AsyncReadExt` and `AsyncWriteExt`.

use std::future::Future;
use std::io;

use tokio::io::{AsyncRead, AsyncWrite};

use super::io::Stream;
use crate::catalogue::declare::catalogue;
use crate::catalogue::io as bytes;
use crate::progress::Progress;

/// The rows of the catalogue, and a verdict for each number.
macro_rules! numbers {
    (
        read { $($read:ident => $Read:ident($read_message:literal) $R:ident::$from:ident;)+ }
        write { $($write:ident => $Write:ident($write_message:literal) $W:ident::$to:ident;)+ }
    ) => {
        catalogue! { ROWS "tokio 1.54" Tokio:
            "tokio::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
                read_u8 => yields(io::Result<u8>);
            "tokio::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
                read_i8 => yields(io::Result<i8>);
            "tokio::io::AsyncWriteExt" [W: AsyncWrite + Unpin + ?Sized] W:
                write_u8, write_i8 => yields(io::Result<()>);
            $(
                "tokio::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
                    $read => resumes($Read);
            )+
            $(
                "tokio::io::AsyncWriteExt" [W: AsyncWrite + Unpin + ?Sized] W:
                    $write => resumes($Write);
            )+
        }

        $(
            crate::declare! {
                /// The bytes that have been read are kept.
                pub struct $Read: unique_of_tokio(by_copy),
                $read_message,
                "here, `read_buf` into a buffer outside the loop, and take the number from it";
            }

            impl $Read {
                /// Reads the number.
                pub fn resume0<R: AsyncRead + Unpin + ?Sized>(
                    self,
                    reader: &mut R,
                    progress: &mut Progress,
                ) -> impl Future<Output = io::Result<$R>> {
                    bytes::read_array(Stream(reader), progress, $R::$from)
                }
            }
        )+

        $(
            crate::declare! {
                /// The count of bytes that have been written is kept.
                pub struct $Write: unique_of_tokio(by_copy),
                $write_message,
                "here, put it into a buffer outside the loop, and use `write_all_buf`";
            }

            impl $Write {
                /// Writes the number.
                pub fn resume1<W: AsyncWrite + Unpin + ?Sized>(
                    self,
                    writer: &mut W,
                    number: $W,
                    progress: &mut Progress,
                ) -> impl Future<Output = io::Result<()>> {
                    bytes::write_all(Stream(writer), number.$to(), progress)
                }
            }
        )+
    };
}

numbers! {
    read {
        read_u16 => ReadU16("`AsyncReadExt::read_u16` is not cancel-safe: bytes already read are lost when another branch wins") u16::from_be_bytes;
        read_i16 => ReadI16("`AsyncReadExt::read_i16` is not cancel-safe: bytes already read are lost when another branch wins") i16::from_be_bytes;
        read_u32 => ReadU32("`AsyncReadExt::read_u32` is not cancel-safe: bytes already read are lost when another branch wins") u32::from_be_bytes;
        read_i32 => ReadI32("`AsyncReadExt::read_i32` is not cancel-safe: bytes already read are lost when another branch wins") i32::from_be_bytes;
        read_u64 => ReadU64("`AsyncReadExt::read_u64` is not cancel-safe: bytes already read are lost when another branch wins") u64::from_be_bytes;
        read_i64 => ReadI64("`AsyncReadExt::read_i64` is not cancel-safe: bytes already read are lost when another branch wins") i64::from_be_bytes;
        read_u128 => ReadU128("`AsyncReadExt::read_u128` is not cancel-safe: bytes already read are lost when another branch wins") u128::from_be_bytes;
        read_i128 => ReadI128("`AsyncReadExt::read_i128` is not cancel-safe: bytes already read are lost when another branch wins") i128::from_be_bytes;
        read_f32 => ReadF32("`AsyncReadExt::read_f32` is not cancel-safe: bytes already read are lost when another branch wins") f32::from_be_bytes;
        read_f64 => ReadF64("`AsyncReadExt::read_f64` is not cancel-safe: bytes already read are lost when another branch wins") f64::from_be_bytes;
        read_u16_le => ReadU16Le("`AsyncReadExt::read_u16_le` is not cancel-safe: bytes already read are lost when another branch wins") u16::from_le_bytes;
        read_i16_le => ReadI16Le("`AsyncReadExt::read_i16_le` is not cancel-safe: bytes already read are lost when another branch wins") i16::from_le_bytes;
        read_u32_le => ReadU32Le("`AsyncReadExt::read_u32_le` is not cancel-safe: bytes already read are lost when another branch wins") u32::from_le_bytes;
        read_i32_le => ReadI32Le("`AsyncReadExt::read_i32_le` is not cancel-safe: bytes already read are lost when another branch wins") i32::from_le_bytes;
        read_u64_le => ReadU64Le("`AsyncReadExt::read_u64_le` is not cancel-safe: bytes already read are lost when another branch wins") u64::from_le_bytes;
        read_i64_le => ReadI64Le("`AsyncReadExt::read_i64_le` is not cancel-safe: bytes already read are lost when another branch wins") i64::from_le_bytes;
        read_u128_le => ReadU128Le("`AsyncReadExt::read_u128_le` is not cancel-safe: bytes already read are lost when another branch wins") u128::from_le_bytes;
        read_i128_le => ReadI128Le("`AsyncReadExt::read_i128_le` is not cancel-safe: bytes already read are lost when another branch wins") i128::from_le_bytes;
        read_f32_le => ReadF32Le("`AsyncReadExt::read_f32_le` is not cancel-safe: bytes already read are lost when another branch wins") f32::from_le_bytes;
        read_f64_le => ReadF64Le("`AsyncReadExt::read_f64_le` is not cancel-safe: bytes already read are lost when another branch wins") f64::from_le_bytes;
    }

    write {
        write_u16 => WriteU16("`AsyncWriteExt::write_u16` is not cancel-safe: a part may be written when another branch wins") u16::to_be_bytes;
        write_i16 => WriteI16("`AsyncWriteExt::write_i16` is not cancel-safe: a part may be written when another branch wins") i16::to_be_bytes;
        write_u32 => WriteU32("`AsyncWriteExt::write_u32` is not cancel-safe: a part may be written when another branch wins") u32::to_be_bytes;
        write_i32 => WriteI32("`AsyncWriteExt::write_i32` is not cancel-safe: a part may be written when another branch wins") i32::to_be_bytes;
        write_u64 => WriteU64("`AsyncWriteExt::write_u64` is not cancel-safe: a part may be written when another branch wins") u64::to_be_bytes;
        write_i64 => WriteI64("`AsyncWriteExt::write_i64` is not cancel-safe: a part may be written when another branch wins") i64::to_be_bytes;
        write_u128 => WriteU128("`AsyncWriteExt::write_u128` is not cancel-safe: a part may be written when another branch wins") u128::to_be_bytes;
        write_i128 => WriteI128("`AsyncWriteExt::write_i128` is not cancel-safe: a part may be written when another branch wins") i128::to_be_bytes;
        write_f32 => WriteF32("`AsyncWriteExt::write_f32` is not cancel-safe: a part may be written when another branch wins") f32::to_be_bytes;
        write_f64 => WriteF64("`AsyncWriteExt::write_f64` is not cancel-safe: a part may be written when another branch wins") f64::to_be_bytes;
        write_u16_le => WriteU16Le("`AsyncWriteExt::write_u16_le` is not cancel-safe: a part may be written when another branch wins") u16::to_le_bytes;
        write_i16_le => WriteI16Le("`AsyncWriteExt::write_i16_le` is not cancel-safe: a part may be written when another branch wins") i16::to_le_bytes;
        write_u32_le => WriteU32Le("`AsyncWriteExt::write_u32_le` is not cancel-safe: a part may be written when another branch wins") u32::to_le_bytes;
        write_i32_le => WriteI32Le("`AsyncWriteExt::write_i32_le` is not cancel-safe: a part may be written when another branch wins") i32::to_le_bytes;
        write_u64_le => WriteU64Le("`AsyncWriteExt::write_u64_le` is not cancel-safe: a part may be written when another branch wins") u64::to_le_bytes;
        write_i64_le => WriteI64Le("`AsyncWriteExt::write_i64_le` is not cancel-safe: a part may be written when another branch wins") i64::to_le_bytes;
        write_u128_le => WriteU128Le("`AsyncWriteExt::write_u128_le` is not cancel-safe: a part may be written when another branch wins") u128::to_le_bytes;
        write_i128_le => WriteI128Le("`AsyncWriteExt::write_i128_le` is not cancel-safe: a part may be written when another branch wins") i128::to_le_bytes;
        write_f32_le => WriteF32Le("`AsyncWriteExt::write_f32_le` is not cancel-safe: a part may be written when another branch wins") f32::to_le_bytes;
        write_f64_le => WriteF64Le("`AsyncWriteExt::write_f64_le` is not cancel-safe: a part may be written when another branch wins") f64::to_le_bytes;
    }
}

using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels;

public sealed unsafe class ExtendedHeaderTests
{
    [Fact]
    public void Is_the_SPI_and_all_of_the_number_in_memory_and_in_a_register_alike()
    {
        ReadOnlySpan<byte> header = [0x01, 0x02, 0x03, 0x04, 0xC5, 0xC6, 0xC7, 0xC8];
        byte* room = stackalloc byte[Vector128<byte>.Count];
        Vector128<byte>.Zero.Store(room);
        Vector128<byte> reflected;
        fixed (byte* start = header)
        {
            ExtendedHeader.Write(room, start, 0xA1A2_A3A4_C5C6_C7C8);
            reflected = ExtendedHeader.ToReflectedBlock(start, 0xA1A2_A3A4_C5C6_C7C8).AsByte();
        }

        byte[] written = [.. new ReadOnlySpan<byte>(room, Vector128<byte>.Count)];
        Assert.Equal("01020304a1a2a3a4c5c6c7c800000000", Convert.ToHexStringLower(written));
        Assert.All(Enumerable.Range(0, written.Length), index => Assert.Equal(written[index], reflected[written.Length - 1 - index]));
    }
}

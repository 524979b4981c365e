using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels;

public sealed unsafe class FixedTimeTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Sees_every_bit_and_nothing_behind_the_last(int length)
    {
        byte* left = stackalloc byte[length + 1];
        byte* right = stackalloc byte[length + 1];
        new Span<byte>(left, length + 1).Clear();
        new Span<byte>(right, length + 1).Clear();
        right[length] = 1;
        Assert.True(FixedTime.AreEqual(left, right, length));

        for (int bit = 0; bit < length * 8; bit++)
        {
            right[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(FixedTime.AreEqual(left, right, length));
            right[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    public void Sees_every_bit_of_a_tag_that_is_in_the_packet_and_no_other(int length)
    {
        byte* icv = stackalloc byte[length + 1];
        new Span<byte>(icv, length + 1).Clear();
        icv[length] = 1;
        for (int bit = 0; bit < 128; bit++)
        {
            Vector128<byte> tag = Vector128<byte>.Zero.WithElement(bit / 8, (byte)(1 << (bit % 8)));
            Assert.Equal(bit >= length * 8, FixedTime.AreEqual(icv, tag, length));
        }

        Assert.True(FixedTime.AreEqual(icv, Vector128<byte>.Zero, length));
    }
}

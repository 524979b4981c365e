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
}

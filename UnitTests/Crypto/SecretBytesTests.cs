using Pipeline.Crypto;
using Xunit;

namespace Pipeline.UnitTests.Crypto;

/// <summary>Key material is shown to nobody and erased when it is disposed.</summary>
public sealed class SecretBytesTests
{
    [Fact]
    public void Holds_a_copy_of_the_bytes()
    {
        byte[] source = [1, 2, 3];
        using var secret = new SecretBytes(source);

        source[0] = 9;

        Assert.Equal(3, secret.Length);
        Assert.Equal<byte>([1, 2, 3], secret.Span);
    }

    [Fact]
    public void Is_erased_by_disposing()
    {
        var secret = new SecretBytes([1, 2, 3]);
        ReadOnlySpan<byte> kept = secret.Span;

        secret.Dispose();
        secret.Dispose();

        Assert.Equal<byte>([0, 0, 0], kept);
        Assert.Throws<ObjectDisposedException>(() => secret.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => secret.FixedTimeEquals([0, 0, 0]));
    }

    [Fact]
    public void Never_shows_the_bytes()
    {
        using var secret = new SecretBytes([0xDE, 0xAD]);

        Assert.Equal("SecretBytes(2)", secret.ToString());
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, true)]
    [InlineData(new byte[] { 1, 2, 4 }, false)]
    [InlineData(new byte[] { 1, 2 }, false)]
    [InlineData(new byte[0], false)]
    public void Compares_with_other_bytes(byte[] other, bool same)
    {
        using var secret = new SecretBytes([1, 2, 3]);

        Assert.Equal(same, secret.FixedTimeEquals(other));
    }

    [Fact]
    public void Is_made_in_place_by_a_callback_that_finds_zeros()
    {
        using SecretBytes secret = SecretBytes.Create(4, (byte)7, static (bytes, value) =>
        {
            Assert.Equal(0, bytes[3]);
            bytes[..2].Fill(value);
        });

        Assert.Equal<byte>([7, 7, 0, 0], secret.Span);
        Assert.Throws<ArgumentOutOfRangeException>(() => SecretBytes.Create(-1, 0, static (_, _) => { }));
    }

    [Fact]
    public void Random_ones_come_from_the_source()
    {
        using SecretBytes first = SecretBytes.Random(32, SystemRandomSource.Instance);
        using SecretBytes second = SecretBytes.Random(32, SystemRandomSource.Instance);

        Assert.Equal(32, first.Length);
        Assert.False(first.FixedTimeEquals(second.Span));
    }
}

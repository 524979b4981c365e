using Pipeline.Crypto;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Messages;

/// <summary>RFC 7296 §2.6.</summary>
public sealed class CookieGuardTests : IDisposable
{
    private static readonly Octets Nonce = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

    private readonly CookieGuard _guard = new(SystemRandomSource.Instance);

    public void Dispose() => _guard.Dispose();

    [Fact]
    public void Accepts_its_cookie_for_the_same_nonce_address_and_spi_only()
    {
        byte[] cookie = _guard.Make(Nonce, WirePackets.SourceV4, 7);

        Assert.InRange(cookie.Length, 1, 64);
        Assert.True(_guard.Accepts(cookie, Nonce, WirePackets.SourceV4, 7));
        Assert.False(_guard.Accepts(cookie, new byte[16], WirePackets.SourceV4, 7));
        Assert.False(_guard.Accepts(cookie, Nonce, WirePackets.DestinationV4, 7));
        Assert.False(_guard.Accepts(cookie, Nonce, WirePackets.SourceV6, 7));
        Assert.False(_guard.Accepts(cookie, Nonce, WirePackets.SourceV4, 8));
    }

    [Fact]
    public void A_cookie_outlives_one_rotation_and_not_two()
    {
        byte[] cookie = _guard.Make(Nonce, WirePackets.SourceV6, 7);

        _guard.Rotate();
        Assert.True(_guard.Accepts(cookie, Nonce, WirePackets.SourceV6, 7));

        _guard.Rotate();
        Assert.False(_guard.Accepts(cookie, Nonce, WirePackets.SourceV6, 7));
    }

    [Fact]
    public void Versions_wrap_around()
    {
        for (int round = 0; round < 300; round++)
        {
            byte[] cookie = _guard.Make(Nonce, WirePackets.SourceV4, 7);
            _guard.Rotate();
            Assert.True(_guard.Accepts(cookie, Nonce, WirePackets.SourceV4, 7));
        }
    }

    [Fact]
    public void Refuses_any_flipped_bit_and_any_other_length()
    {
        byte[] cookie = _guard.Make(Nonce, WirePackets.SourceV4, 7);
        for (int bit = 0; bit < cookie.Length * 8; bit++)
        {
            byte[] forged = [.. cookie];
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_guard.Accepts(forged, Nonce, WirePackets.SourceV4, 7));
        }

        Assert.False(_guard.Accepts(default, Nonce, WirePackets.SourceV4, 7));
        Assert.False(_guard.Accepts((byte[])[.. cookie, 0], Nonce, WirePackets.SourceV4, 7));
        Assert.False(_guard.Accepts(cookie[..^1], Nonce, WirePackets.SourceV4, 7));
    }
}

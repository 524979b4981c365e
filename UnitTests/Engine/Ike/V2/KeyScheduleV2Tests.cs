using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Engine.Ike.V2;
using Pipeline.UnitTests.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2;

/// <summary>RFC 7296 §2.14, §2.17, §2.18: sizes and order. That the bytes are right, recorded sessions show.</summary>
public sealed class KeyScheduleV2Tests
{
    private static readonly IkeSaContext Context = new(Bytes(16), Bytes(32), 1, 2);

    [Theory]
    [InlineData("prfsha512", "aes256-gcm", 64, 36, 0)]
    [InlineData("prfsha1", "aes128-cbc+hmac-sha384-192", 20, 16, 48)]
    [InlineData("prfaescmac", "chacha20-poly1305", 16, 36, 0)]
    public void Keys_are_as_long_as_the_algorithms_ask(string prf, string suite, int derivation, int encryption, int integrity)
    {
        using IkeSaKeys keys = Schedule(prf, suite).Initial(Secret(1), Context);

        Assert.Equal([derivation, derivation, derivation], new[] { keys.SkD.Length, keys.SkPi.Length, keys.SkPr.Length });
        Assert.Equal([encryption, encryption], new[] { keys.SkEi.Length, keys.SkEr.Length });
        Assert.Equal([integrity, integrity], new[] { keys.SkAi.Length, keys.SkAr.Length });
    }

    [Fact]
    public void Child_keys_come_initiator_first_and_encryption_before_integrity()
    {
        Prf prf = PrfCatalog.All[0];
        var keyMaterial = new byte[2 * (16 + 32)];
        PrfPlus.Fill(prf, Bytes(32), [.. Bytes(5), .. Bytes(16), .. Bytes(17), .. Bytes(6)], keyMaterial);

        using ChildSaKeys keys = Schedule("prfsha256", "aes128-gcm").Child(
            Secret(32), TestSuites.Find("aes128-cbc+hmac-sha256-128"), Bytes(16), Bytes(17), [Secret(5), Secret(6)]);

        Assert.Equal(keyMaterial.AsSpan(0, 16), keys.InitiatorEncryption.Span);
        Assert.Equal(keyMaterial.AsSpan(16, 32), keys.InitiatorIntegrity.Span);
        Assert.Equal(keyMaterial.AsSpan(48, 16), keys.ResponderEncryption.Span);
        Assert.Equal(keyMaterial.AsSpan(64), keys.ResponderIntegrity.Span);
    }

    [Fact]
    public void Child_keys_of_AH_are_integrity_keys_only()
    {
        using ChildSaKeys keys = Schedule("prfsha256", "aes128-gcm").Child(
            Secret(32), TestSuites.Find("ah:hmac-sha512-256"), Bytes(16), Bytes(16), []);

        Assert.Equal((0, 64, 0, 64), (
            keys.InitiatorEncryption.Length, keys.InitiatorIntegrity.Length, keys.ResponderEncryption.Length, keys.ResponderIntegrity.Length));
    }

    [Fact]
    public void A_rekey_is_seeded_by_the_old_function_and_expanded_by_the_new()
    {
        Prf old = PrfCatalog.All[2];
        var skeyseed = new byte[old.OutputLength];
        var expected = new byte[32];
        old.Compute(Bytes(64), [.. Bytes(8), .. Context.InitiatorNonce.Span, .. Context.ResponderNonce.Span], skeyseed);
        PrfPlus.Fill(
            PrfCatalog.All[0],
            skeyseed,
            [.. Context.InitiatorNonce.Span, .. Context.ResponderNonce.Span, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2],
            expected);

        using IkeSaKeys keys = Schedule("prfsha256", "aes128-gcm").Rekey(old, Secret(64), [Secret(8)], Context);

        Assert.Equal(expected, keys.SkD.Span);
    }

    [Fact]
    public void The_secrets_that_are_given_stay_the_callers()
    {
        KeyScheduleV2 schedule = Schedule("prfaesxcbc", "aes128-gcm");
        SecretBytes secret = Secret(32);
        IkeSaKeys first = schedule.Initial(secret, Context);
        IkeSaKeys second = schedule.WithPpk(first, secret);

        first.Dispose();

        Assert.Equal(32, secret.Span.Length);
        Assert.Equal(20, second.SkEi.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => first.SkD.Span.Length);
    }

    private static KeyScheduleV2 Schedule(string prf, string suite)
    {
        Assert.True(PrfCatalog.TryFind(prf, out Prf found));
        return new KeyScheduleV2(found, TestSuites.Find(suite));
    }

    private static SecretBytes Secret(int length) => new(Bytes(length));

    private static byte[] Bytes(int length) => [.. Enumerable.Range(length, length).Select(value => (byte)value)];
}

using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyExchange;

/// <summary>Every row does what it says; names and numbers are those of IANA and strongSwan.</summary>
public sealed class KeyExchangeCatalogTests
{
    public static TheoryData<string> Names => [.. KeyExchangeCatalog.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_ends_hold_the_same_secret(string name)
    {
        KeyExchangeMethod method = Find(name);
        using InitiatedExchange initiator = method.Initiate(SystemRandomSource.Instance);

        bool answered = method.TryRespond(
            SystemRandomSource.Instance, initiator.PublicValue.Span, out byte[] value, out SecretBytes? responderSecret);
        bool finished = initiator.TryFinish(value, out SecretBytes? initiatorSecret);

        Assert.True(answered && finished);
        Assert.Equal(method.InitiatorLength, initiator.PublicValue.Length);
        Assert.Equal(method.ResponderLength, value.Length);
        Assert.Equal(method.SecretLength, initiatorSecret!.Length);
        Assert.True(initiatorSecret.FixedTimeEquals(responderSecret!.Span));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Private_keys_are_fresh(string name)
    {
        KeyExchangeMethod method = Find(name);

        using InitiatedExchange first = method.Initiate(SystemRandomSource.Instance);
        using InitiatedExchange second = method.Initiate(SystemRandomSource.Instance);

        Assert.NotEqual(first.PublicValue.ToArray(), second.PublicValue.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_of_another_length_is_refused_at_both_ends(string name)
    {
        KeyExchangeMethod method = Find(name);
        using InitiatedExchange initiator = method.Initiate(SystemRandomSource.Instance);
        byte[] good = initiator.PublicValue.ToArray();

        foreach (byte[] bad in (byte[][])[[], good[1..], good[..^1], [0, .. good], [.. good, 0], new byte[70_000]])
        {
            Assert.False(method.TryRespond(SystemRandomSource.Instance, bad, out byte[] value, out SecretBytes? secret));
            Assert.Empty(value);
            Assert.Null(secret);
            Assert.False(initiator.TryFinish(bad, out _));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_and_damaged_values_never_throw(string name)
    {
        KeyExchangeMethod method = Find(name);
        var random = new Random(20);
        using InitiatedExchange initiator = method.Initiate(SystemRandomSource.Instance);
        int rounds = method.InitiatorLength > 256 ? 4 : 40;
        for (int round = 0; round < rounds; round++)
        {
            byte[] value = new byte[method.ResponderLength];
            random.NextBytes(value);
            if (round % 2 == 0)
            {
                initiator.PublicValue.CopyTo(value);
                value[random.Next(value.Length)] ^= (byte)(1 << random.Next(8));
            }

            Assert.Equal(initiator.TryFinish(value, out SecretBytes? secret), secret is not null);
        }
    }

    [Theory]
    [InlineData("curve25519")]
    [InlineData("ecp256")]
    [InlineData("ecp521")]
    [InlineData("modp2048")]
    public void Many_threads_use_one_method_and_bad_values_disturb_nobody(string name)
    {
        KeyExchangeMethod method = Find(name);
        Parallel.For(0, 32, _ =>
        {
            using InitiatedExchange initiator = method.Initiate(SystemRandomSource.Instance);

            Assert.False(method.TryRespond(SystemRandomSource.Instance, new byte[method.InitiatorLength], out byte[] _, out SecretBytes? _));
            Assert.True(method.TryRespond(
                SystemRandomSource.Instance, initiator.PublicValue.Span, out byte[] value, out SecretBytes? responderSecret));
            Assert.True(initiator.TryFinish(value, out SecretBytes? initiatorSecret));
            Assert.True(initiatorSecret.FixedTimeEquals(responderSecret.Span));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_refused_answer_does_not_end_the_exchange(string name)
    {
        KeyExchangeMethod method = Find(name);
        using InitiatedExchange initiator = method.Initiate(SystemRandomSource.Instance);

        Assert.False(initiator.TryFinish(new byte[method.ResponderLength], out _));
        Assert.True(method.TryRespond(SystemRandomSource.Instance, initiator.PublicValue.Span, out byte[] value, out _));

        Assert.True(initiator.TryFinish(value, out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_disposed_exchange_is_over(string name)
    {
        KeyExchangeMethod method = Find(name);
        InitiatedExchange initiator = method.Initiate(SystemRandomSource.Instance);
        Assert.True(method.TryRespond(SystemRandomSource.Instance, initiator.PublicValue.Span, out byte[] value, out _));

        initiator.Dispose();
        initiator.Dispose();

        Assert.Throws<ObjectDisposedException>(() => initiator.TryFinish(value, out _));
    }

    [Theory]
    [InlineData("modp2048", 14)]
    [InlineData("MODP8192", 18)]
    [InlineData("ecp256", 19)]
    [InlineData("ecp521", 21)]
    [InlineData("x25519", 31)]
    [InlineData("curve25519", 31)]
    [InlineData("x448", 32)]
    public void Is_found_by_name_and_by_number(string name, int id)
    {
        Assert.True(KeyExchangeCatalog.TryFind(id, out KeyExchangeMethod byId));
        Assert.Same(byId, Find(name));
    }

    [Fact]
    public void Weak_groups_are_legacy_and_groups_with_doubtful_primes_are_not_there()
    {
        Assert.Equal([1, 2, 5], KeyExchangeCatalog.All.Where(method => method.IsLegacy).Select(method => method.Id).Order());
        Assert.All((int[])[0, 3, 22, 23, 24, 25, 36], id => Assert.False(KeyExchangeCatalog.TryFind(id, out _)));
    }

    private static KeyExchangeMethod Find(string name)
    {
        Assert.True(KeyExchangeCatalog.TryFind(name, out KeyExchangeMethod method));
        return method;
    }
}

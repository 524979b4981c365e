using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Messages;

/// <summary>RFC 7296 §3.14, RFC 5282, RFC 7634, RFC 7383: both ends of an IKE SA with every suite.</summary>
public sealed class MessageProtectionTests
{
    private const int FragmentLength = 600;

    private static readonly IkeMessage Request = new()
    {
        InitiatorSpi = 1,
        ResponderSpi = 2,
        Exchange = ExchangeType.IkeAuth,
        IsFromInitiator = true,
        MessageId = 1,
    };

    public static TheoryData<string> Suites =>
        [.. TestSuites.Authenticating.Select(row => row.Data)
            .Where(name => !TestSuites.IsAh(name) && !name.Contains("gmac", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Suites))]
    public void The_other_end_opens_what_one_end_seals(string suite)
    {
        (MessageProtection initiator, MessageProtection responder) = Pair(suite);
        var random = new Random(3);
        for (int round = 0; round < 60; round++)
        {
            IkeMessage message = IkeMessages.Next(random);

            Assert.Equal(OpenOutcome.Opened, Open(responder, initiator.Seal(message), out IkeMessage there));
            Assert.Equal(OpenOutcome.Opened, Open(initiator, responder.Seal(message), out IkeMessage back));

            Assert.Equal(message, there);
            Assert.Equal(message, back);
            Assert.Equal(ProtectedForm.Write(message), there.Received.Span);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Any_flipped_bit_is_noticed(string suite)
    {
        (MessageProtection initiator, MessageProtection responder) = Pair(suite);
        byte[] sealedBytes = initiator.Seal(Request with { Payloads = [new NoncePayload(new byte[20])] });
        for (int index = 0; index < sealedBytes.Length; index++)
        {
            byte[] forged = [.. sealedBytes];
            forged[index] ^= (byte)(1 << (index % 8));

            OpenOutcome outcome = IkeMessage.TryRead(forged, out IkeMessage outer, out _)
                ? responder.Open(outer, out _, out _)
                : OpenOutcome.NotAuthentic;

            Assert.True(outcome is OpenOutcome.NotAuthentic or OpenOutcome.NotProtected, $"{outcome} at {index}");
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Fragments_are_as_long_as_allowed_and_come_together_in_any_order(string suite)
    {
        (MessageProtection initiator, MessageProtection responder) = Pair(suite);
        IkeMessage message = Long(3000);

        IReadOnlyList<byte[]> fragments = initiator.SealInFragments(message, FragmentLength);

        Assert.All(fragments, fragment => Assert.InRange(fragment.Length, 1, FragmentLength));
        Assert.All(fragments.SkipLast(1), fragment => Assert.InRange(fragment.Length, FragmentLength - 15, FragmentLength));
        foreach (byte[] fragment in fragments.Skip(1).Reverse())
        {
            Assert.Equal(OpenOutcome.FragmentKept, Open(responder, fragment, out _));
        }

        Assert.Equal(OpenOutcome.Opened, Open(responder, fragments[0], out IkeMessage opened));
        Assert.Equal(message, opened);
        Assert.Equal(ProtectedForm.Write(message), opened.Received.Span);
        Assert.Equal(0, responder.HeldLength);
    }

    [Fact]
    public void A_message_that_fits_is_not_cut()
    {
        (MessageProtection initiator, MessageProtection responder) = Pair("aes128-gcm");
        IkeMessage message = Long(500);
        int length = initiator.Seal(message).Length;

        Assert.Equal(OpenOutcome.Opened, Open(responder, Assert.Single(initiator.SealInFragments(message, length)), out _));
        Assert.Equal(2, initiator.SealInFragments(message, length - 1).Count);
    }

    [Fact]
    public void Refuses_a_size_into_which_nothing_fits()
    {
        (MessageProtection initiator, _) = Pair("aes128-gcm");

        Assert.Throws<ArgumentOutOfRangeException>(() => initiator.SealInFragments(Long(500), 61));
        Assert.NotEmpty(initiator.SealInFragments(Long(100), 62));
    }

    [Fact]
    public void Only_the_first_fragment_says_which_payload_is_the_first()
    {
        (MessageProtection initiator, _) = Pair("aes128-gcm");

        IEnumerable<EncryptedFragmentPayload> fragments = initiator.SealInFragments(Long(1500), FragmentLength).Select(bytes =>
        {
            Assert.True(IkeMessage.TryRead(bytes, out IkeMessage outer, out _));
            return outer.Find<EncryptedFragmentPayload>()!;
        });

        Assert.Equal(
            [(PayloadType.VendorId, 1, 3), (PayloadType.None, 2, 3), (PayloadType.None, 3, 3)],
            fragments.Select(fragment => (fragment.FirstInside, (int)fragment.Number, (int)fragment.Total)));
    }

    [Fact]
    public void A_forged_fragment_throws_nothing_away()
    {
        (MessageProtection initiator, MessageProtection responder) = Pair("aes128-gcm");
        IkeMessage message = Long(1500);
        IReadOnlyList<byte[]> fragments = initiator.SealInFragments(message, FragmentLength);
        Assert.Equal(OpenOutcome.FragmentKept, Open(responder, fragments[0], out _));

        // Claims to be of a message that was cut into more parts.
        byte[] forged = [.. fragments[1]];
        forged[35] = 9;
        Assert.Equal(OpenOutcome.NotAuthentic, Open(responder, forged, out _));

        Assert.Equal(OpenOutcome.FragmentKept, Open(responder, fragments[1], out _));
        Assert.Equal(OpenOutcome.FragmentIgnored, Open(responder, fragments[1], out _));
        Assert.Equal(OpenOutcome.Opened, Open(responder, fragments[2], out IkeMessage opened));
        Assert.Equal(message, opened);
    }

    [Fact]
    public void What_is_inside_is_judged_only_after_it_was_found_authentic()
    {
        (MessageProtection initiator, MessageProtection responder) = Pair("aes128-gcm");
        byte[] critical = initiator.Seal(Request with { Payloads = [new NotifyPayload(NotifyType.InitialContact)] });
        IkeMessage nested = Request with { Payloads = [new EncryptedPayload(PayloadType.None, new byte[40])] };

        Assert.Equal(OpenOutcome.Malformed, Open(responder, initiator.Seal(nested), out _, out IkeReadFailure failure));
        Assert.Equal(new IkeReadFailure(IkeReadError.EncryptedPayloadNested, PayloadType.Encrypted), failure);

        critical[^1] ^= 1;
        Assert.Equal(OpenOutcome.NotAuthentic, Open(responder, critical, out _, out failure));
        Assert.Equal(IkeReadError.None, failure.Error);
    }

    [Fact]
    public void A_clear_message_is_not_protected()
    {
        (_, MessageProtection responder) = Pair("aes128-gcm");

        Assert.Equal(OpenOutcome.NotProtected, Open(responder, Request.Write(), out _));
        Assert.Equal(OpenOutcome.NotProtected, Open(responder, Long(20).Write(), out _));
    }

    [Fact]
    public void A_body_too_short_for_an_ICV_is_not_authentic()
    {
        (_, MessageProtection responder) = Pair("aes128-gcm");
        for (int length = 0; length < 30; length++)
        {
            IkeMessage message = Request with { Payloads = [new EncryptedPayload(PayloadType.Notify, new byte[length])] };

            Assert.Equal(OpenOutcome.NotAuthentic, Open(responder, message.Write(), out _));
        }
    }

    [Fact]
    public void Does_not_open_its_own_messages()
    {
        (MessageProtection initiator, _) = Pair("aes128-gcm");

        Assert.Equal(OpenOutcome.NotAuthentic, Open(initiator, initiator.Seal(Long(20)), out _));
    }

    [Fact]
    public void The_same_message_is_never_encrypted_to_the_same_bytes()
    {
        (MessageProtection initiator, _) = Pair("aes256-cbc+hmac-sha256-128");

        Assert.NotEqual(initiator.Seal(Long(20)), initiator.Seal(Long(20)));
    }

    private static IkeMessage Long(int length) => Request with
    {
        Payloads = [new VendorIdPayload(new byte[length / 2]), new RawPayload(PayloadType.Eap, WirePackets.Payload(length - (length / 2)))],
    };

    private static OpenOutcome Open(MessageProtection protection, byte[] bytes, out IkeMessage message) =>
        Open(protection, bytes, out message, out _);

    private static OpenOutcome Open(MessageProtection protection, byte[] bytes, out IkeMessage message, out IkeReadFailure failure)
    {
        Assert.True(IkeMessage.TryRead(bytes, out IkeMessage outer, out failure), failure.ToString());
        return protection.Open(outer, out message, out failure);
    }

    private static (MessageProtection Initiator, MessageProtection Responder) Pair(string suite)
    {
        PacketTransform transform = TestSuites.Find(suite);
        var schedule = new KeyScheduleV2(PrfCatalog.All[0], transform);
        using var secret = new SecretBytes([1, 2, 3]);
        using IkeSaKeys keys = schedule.Initial(secret, new IkeSaContext(new byte[16], new byte[16], 1, 2));
        return (MessageProtection.Create(transform, keys, isInitiator: true), MessageProtection.Create(transform, keys, isInitiator: false));
    }
}

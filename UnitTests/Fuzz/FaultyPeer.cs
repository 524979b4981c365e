using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Ike.V2.Initial;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Simulation;

namespace Pipeline.UnitTests.Fuzz;

/// <summary>Somebody with the right keys and a broken mind: what it seals is authentic, and may be anything.</summary>
internal sealed class FaultyPeer(Random random)
{
    private const int FlagsOffset = 19;
    private ulong _sequence = 1UL << 40;

    /// <summary>Opens what one of two gateways sent, alters it, and seals it again.</summary>
    /// <returns>The altered message; null when it is not protected, or its keys are gone.</returns>
    internal byte[]? Alter(IkeWorld world, byte[] datagram)
    {
        if (!IkeMessage.TryRead(datagram, out IkeMessage outer, out _) || outer.Payloads.Count == 0 || outer.Payloads[^1] is not EncryptedPayload body
            || Find(world, outer) is not { } sa)
        {
            return null;
        }

        using MessageCipher cipher = Cipher(sa, outer.IsFromInitiator);
        int prefixLength = datagram.Length - body.Body.Length;
        if (cipher.Open(datagram, prefixLength, out byte[] text) != OpenOutcome.Opened)
        {
            return null;
        }

        byte[] prefix = datagram[..prefixLength];
        return cipher.Seal(AlterPrefix(prefix), AlterText(text));
    }

    /// <summary>Seals payloads that nobody asked for as the next request of a gateway's peer.</summary>
    internal byte[] Seal(IkeSaParameters receiver, IkeMessage message)
    {
        using MessageCipher cipher = Cipher(receiver, !receiver.IsInitiator);
        byte[] form = ProtectedForm.Write(message with
        {
            InitiatorSpi = receiver.InitiatorSpi,
            ResponderSpi = receiver.ResponderSpi,
            IsFromInitiator = !receiver.IsInitiator,
        });
        return cipher.Seal(form.AsSpan(0, ProtectedForm.PayloadsOffset), AlterText(form[ProtectedForm.PayloadsOffset..]));
    }

    /// <summary>Suite and keys of an IKE SA of which a state still has them.</summary>
    private static IkeSaParameters? Find(IkeWorld world, IkeMessage outer) => world.A.Sas.Concat(world.B.Sas)
        .Select(sa => sa.State switch
        {
            Established established => established.Sa,
            ExpectAuth waiting => waiting.Initial.Sa,
            ExpectAuthReply waiting => waiting.Initial.Sa,
            _ => null,
        })
        .FirstOrDefault(sa => sa is not null && (sa.InitiatorSpi, sa.ResponderSpi) == (outer.InitiatorSpi, outer.ResponderSpi));

    private MessageCipher Cipher(IkeSaParameters sa, bool fromInitiator)
    {
        PacketTransform transform = sa.Suite.Transform;
        return new MessageCipher(
            transform,
            fromInitiator
                ? transform.CreateKey(sa.Keys.SkEi.Span, sa.Keys.SkAi.Span)
                : transform.CreateKey(sa.Keys.SkEr.Span, sa.Keys.SkAr.Span),
            _sequence += 1000);
    }

    /// <summary>Mostly as it was; now and then another exchange, another direction, another first payload.</summary>
    private byte[] AlterPrefix(byte[] prefix)
    {
        switch (random.Next(12))
        {
            case 0:
                prefix[FlagsOffset] ^= (byte)IkeHeaderBits.Response;
                break;
            case 1:
                prefix[FlagsOffset - 1] = (byte)random.Next(34, 46);
                break;
            case 2:
                prefix[IkeHeader.HeaderLength] = (byte)random.Next(256);
                break;
        }

        return prefix;
    }

    private byte[] AlterText(byte[] text)
    {
        byte[] altered = random.Next(6) == 0 ? text[..random.Next(text.Length + 1)] : [.. text];
        for (int flips = random.Next(0, 4); flips > 0 && altered.Length > 0; flips--)
        {
            altered[random.Next(altered.Length)] = random.Next(3) switch { 0 => 0, 1 => (byte)random.Next(64), _ => (byte)random.Next(256) };
        }

        return altered;
    }
}

using System.Buffers.Binary;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;

namespace Pipeline.Engine.Ike.V1;

/// <summary>Notifications and deletes of an ISAKMP SA: informational exchanges, each one message that nobody answers (RFC 2409 §5.7).</summary>
internal static class IsakmpNotices
{
    /// <summary>Both cookies: the SPI of an ISAKMP SA.</summary>
    internal static Octets Cookies(Phase1Sa sa)
    {
        var bytes = new byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, sa.Exchange.InitiatorCookie);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(sizeof(ulong)), sa.Exchange.ResponderCookie);
        return bytes;
    }

    /// <summary>A notification about the ISAKMP SA itself.</summary>
    internal static NotifyPayload About(Phase1Sa sa, NotifyType type, Octets content) => new(type, IsakmpProtocol.Isakmp, Cookies(sa), content);

    /// <summary>An authentic informational message.</summary>
    internal static IsakmpMessage Message(Phase1Sa sa, IkeMeans means, IsakmpPayload payload) =>
        sa.Hashes.Authenticate(sa.Message(IsakmpExchangeType.Informational, NextMessageId(means), payload));

    /// <summary>Tells the peer that the ISAKMP SA ends.</summary>
    internal static IsakmpMessage Deletion(Phase1Sa sa, IkeMeans means) =>
        Message(sa, means, new DeletePayload(IsakmpProtocol.Isakmp, [Cookies(sa)]));

    /// <summary>Says that we receive no more on a pair.</summary>
    internal static DeletePayload DeletionOf(ChildSa child)
    {
        var spi = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(spi, child.InboundSpi);
        return new DeletePayload(child.Suite.Protocol == SaProtocol.Ah ? IsakmpProtocol.Ah : IsakmpProtocol.Esp, [spi]);
    }

    /// <summary>A random number of an exchange; never 0, which is phase 1 (RFC 2408 §3.1).</summary>
    internal static uint NextMessageId(IkeMeans means)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        uint id;
        do
        {
            means.Random.Fill(bytes);
            id = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }
        while (id == 0);

        return id;
    }
}

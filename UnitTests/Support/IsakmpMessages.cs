using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.UnitTests.Support;

/// <summary>Makes well-formed IKEv1 messages from a seeded generator.</summary>
internal static class IsakmpMessages
{
    private static readonly IsakmpPayloadType[] RawTypes =
    [
        IsakmpPayloadType.KeyExchange, IsakmpPayloadType.Hash, IsakmpPayloadType.Signature, IsakmpPayloadType.VendorId,
        IsakmpPayloadType.NatDiscovery, IsakmpPayloadType.NatDiscoveryOfDraft, IsakmpPayloadType.GssToken, (IsakmpPayloadType)46,
        (IsakmpPayloadType)200,
    ];

    public static IsakmpMessage Next(Random random) => new()
    {
        InitiatorCookie = (ulong)random.NextInt64(),
        ResponderCookie = (ulong)random.NextInt64(),
        Exchange = (IsakmpExchangeType)random.Next(256),
        Flags = random.Next(2) == 0 ? IkeHeaderBits.None : IkeHeaderBits.Commit,
        MessageId = (uint)random.Next(),
        Payloads = [.. Enumerable.Range(0, random.Next(8)).Select(_ => NextPayload(random))],
    };

    public static IsakmpPayload NextPayload(Random random) => random.Next(10) switch
    {
        0 => new SaPayload([.. Some(random, 1, 4, NextProposal)]),
        1 => new IdPayload((IdType)random.Next(9, 13), (byte)random.Next(256), (ushort)random.Next(65536), Bytes(random, 0, 40)),
        2 => new CertPayload(
            random.Next(2) == 0 ? IsakmpPayloadType.Certificate : IsakmpPayloadType.CertificateRequest,
            (CertEncoding)random.Next(11),
            Bytes(random, 0, 900)),
        3 => new NotifyPayload((NotifyType)random.Next(65536), (IsakmpProtocol)random.Next(5), Bytes(random, 0, 17), Bytes(random, 0, 40)),
        4 => new DeletePayload(IsakmpProtocol.Esp, [.. Some(random, 0, 5, generator => (Octets)Bytes(generator, 4, 5))]),
        5 => new AttributesPayload((AttributesKind)random.Next(6), (ushort)random.Next(65536), [.. Some(random, 0, 5, NextAttribute)]),
        6 => new NatOriginalAddressPayload(
            random.Next(2) == 0 ? IsakmpPayloadType.NatOriginalAddress : IsakmpPayloadType.NatOriginalAddressOfDraft,
            random.Next(2) == 0 ? IpAddress.ReadIpv4(Bytes(random, 4, 5)) : IpAddress.ReadIpv6(Bytes(random, 16, 17))),
        7 => new FragmentPayload((ushort)random.Next(65536), (byte)random.Next(1, 256), random.Next(2) == 0, Bytes(random, 1, 60)),
        8 => new RawPayload(IsakmpPayloadType.Nonce, Bytes(random, 8, 257)),
        _ => new RawPayload(RawTypes[random.Next(RawTypes.Length)], Bytes(random, 1, 60)),
    };

    public static byte[] Bytes(Random random, int minimum, int beyond)
    {
        var bytes = new byte[random.Next(minimum, beyond)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static SaProposal NextProposal(Random random)
    {
        IsakmpProtocol protocol = (IsakmpProtocol)random.Next(1, 5);
        byte[] spi = protocol == IsakmpProtocol.Isakmp ? Bytes(random, 0, 17) : Bytes(random, 4, 5);
        return new SaProposal((byte)random.Next(256), protocol, spi, [.. Some(random, 0, 6, NextTransform)]);
    }

    private static SaTransform NextTransform(Random random) =>
        new((byte)random.Next(256), (byte)random.Next(256), [.. Some(random, 0, 6, NextAttribute)]);

    private static SaAttributeValue NextAttribute(Random random) => random.Next(2) == 0
        ? SaAttributeValue.Of(random.Next(32_768), (uint)random.Next())
        : new SaAttributeValue((ushort)random.Next(32_768), IsShort: false, Bytes(random, 0, 20));

    private static IEnumerable<T> Some<T>(Random random, int minimum, int beyond, Func<Random, T> next) =>
        Enumerable.Range(0, random.Next(minimum, beyond)).Select(_ => next(random));
}

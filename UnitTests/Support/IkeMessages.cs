using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.UnitTests.Support;

/// <summary>Makes well-formed IKEv2 messages from a seeded generator.</summary>
internal static class IkeMessages
{
    public static IkeMessage Next(Random random) => new()
    {
        InitiatorSpi = (ulong)random.NextInt64(),
        ResponderSpi = (ulong)random.NextInt64(),
        Exchange = (ExchangeType)random.Next(34, 45),
        IsFromInitiator = random.Next(2) == 0,
        IsResponse = random.Next(2) == 0,
        MessageId = (uint)random.Next(),
        Payloads = [.. Enumerable.Range(0, random.Next(8)).Select(_ => NextPayload(random))],
    };

    public static IkePayload NextPayload(Random random) => random.Next(12) switch
    {
        0 => new SaPayload([.. Some(random, 1, 4, NextProposal)]),
        1 => new KePayload((ushort)random.Next(65536), NextOctets(random, 0, 300)),
        2 => IdPayload.Of(OneOf(random, PayloadType.IdInitiator, PayloadType.IdResponder), IdType.Fqdn, NextOctets(random, 0, 40).Span),
        3 => new CertPayload((CertEncoding)random.Next(16), NextOctets(random, 0, 900)),
        4 => new CertRequestPayload(CertEncoding.X509Signature, NextOctets(random, 0, 60)),
        5 => new AuthPayload((AuthMethod)random.Next(15), NextOctets(random, 0, 256)),
        6 => new NoncePayload(NextOctets(random, 16, 257)),
        7 => new NotifyPayload((NotifyType)random.Next(65536), NextOctets(random, 0, 40))
        {
            Protocol = (ProtocolId)random.Next(4),
            Spi = NextOctets(random, 0, 9),
        },
        8 => random.Next(2) == 0 ? DeletePayload.IkeSa : new DeletePayload(ProtocolId.Esp, [.. Some(random, 0, 5, NextSpi)]),
        9 => new VendorIdPayload(NextOctets(random, 0, 20)),
        10 => new TsPayload(OneOf(random, PayloadType.TsInitiator, PayloadType.TsResponder), [.. Some(random, 0, 5, NextSelector)]),
        _ => new RawPayload(OneOf(random, PayloadType.Configuration, PayloadType.Eap, (PayloadType)200), NextOctets(random, 0, 50)),
    };

    private static SaProposal NextProposal(Random random)
    {
        ProtocolId protocol = (ProtocolId)random.Next(1, 4);
        int spiLength = protocol == ProtocolId.Ike ? random.Next(2) * 8 : 4;
        return new SaProposal(
            (byte)random.Next(256), protocol, NextOctets(random, spiLength, spiLength + 1), [.. Some(random, 0, 6, NextTransform)]);
    }

    private static SaTransform NextTransform(Random random) => random.Next(3) switch
    {
        0 => SaTransform.Of(TransformType.Encryption, random.Next(65536), keyBits: 256),
        1 => SaTransform.Of((TransformType)random.Next(256), random.Next(65536)),
        _ => new SaTransform(TransformType.Prf, 5, [new SaAttributeValue(99, IsShort: false, NextOctets(random, 0, 9))]),
    };

    private static TsSelector NextSelector(Random random) => random.Next(3) switch
    {
        0 => TsSelector.Of(AddressRange.FromPrefix(WirePackets.SourceV4, random.Next(33)), 17, PortRange.Of((ushort)random.Next(65536))),
        1 => TsSelector.Of(AddressRange.FromPrefix(WirePackets.SourceV6, random.Next(129)), 0, PortRange.Opaque),
        _ => new TsSelector((TsType)random.Next(9, 256), (byte)random.Next(256), PortRange.Any, default, NextOctets(random, 0, 30)),
    };

    private static uint NextSpi(Random random) => (uint)random.NextInt64(256, 1L << 32);

    public static Octets NextOctets(Random random, int minimum, int end)
    {
        var bytes = new byte[random.Next(minimum, end)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static T[] Some<T>(Random random, int minimum, int end, Func<Random, T> next) =>
        Enumerable.Range(0, random.Next(minimum, end)).Select(_ => next(random)).ToArray();

    private static T OneOf<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}

using Pipeline.Crypto.KeyExchange;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using TransformType = Pipeline.Engine.Wire.Ike.V2.Proposals.TransformType;

namespace Pipeline.Engine.Ike.V1.Proposals;

/// <summary>The algorithms of one pair of IPsec SAs: what one transform says (RFC 2407 §4.4, §4.5).</summary>
/// <param name="Protocol">ESP or AH.</param>
/// <param name="Encryption">Encrypts packets; null for AH.</param>
/// <param name="Integrity">Authenticates packets; the row of none where the cipher does, or nothing.</param>
/// <param name="ExtendedSequence">True for sequence numbers of 64 bits.</param>
/// <param name="Group">Perfect forward secrecy with this group; null without.</param>
public sealed record Phase2Suite(
    SaProtocol Protocol, EncryptionAlgorithm? Encryption, IntegrityAlgorithm Integrity, bool ExtendedSequence, KeyExchangeMethod? Group)
{
    // RFC 3602 §5.3: what a transform without key length means.
    private const int DefaultKeyBits = 128;

    private static readonly EncryptionAlgorithm?[] NoEncryption = [null];

    /// <summary>The protocol by its number in IKEv1.</summary>
    public IsakmpProtocol ProtocolId => Protocol == SaProtocol.Ah ? IsakmpProtocol.Ah : IsakmpProtocol.Esp;

    /// <summary>Every suite that a proposal allows, best first; what IKEv1 has no number for is left out.</summary>
    /// <param name="proposal">The proposal. Weak algorithms are in it only if they were allowed when it was read.</param>
    public static IEnumerable<Phase2Suite> Of(ChildProposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        bool isAh = proposal.Protocol == Wire.Ike.V2.ProtocolId.Ah;
        return from encryption in isAh ? NoEncryption : proposal.Of(TransformType.Encryption).Select(EncryptionAlgorithm? (algorithm) => AlgorithmCatalog.Encryption(algorithm))
               from integrity in proposal.Of(TransformType.Integrity).Select(AlgorithmCatalog.Integrity).DefaultIfEmpty(TransformCatalog.NoIntegrity)
               from method in proposal.Of(TransformType.KeyExchange).Select(AlgorithmCatalog.KeyExchange).DefaultIfEmpty(null)
               from sequence in proposal.Of(TransformType.SequenceNumbers).DefaultIfEmpty(AlgorithmCatalog.ShortSequence)
               let suite = new Phase2Suite(
                   isAh ? SaProtocol.Ah : SaProtocol.Esp, encryption, integrity, sequence == AlgorithmCatalog.ExtendedSequence, method)
               where suite.HasNumbers
               select suite;
    }

    /// <summary>Reads a transform.</summary>
    /// <param name="protocol">The protocol of its proposal.</param>
    /// <param name="transform">The transform.</param>
    /// <param name="allowLegacy">Takes DES, 3DES, MD5, encryption without integrity and groups below 2048 bits too.</param>
    /// <returns>
    /// The suite, or null when a part is missing, unknown here or too weak. Attributes that the domain does not define change nothing.
    /// </returns>
    public static Phase2Suite? TryRead(IsakmpProtocol protocol, SaTransform transform, bool allowLegacy)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ulong? groupNumber = transform.Find(IpsecAttributeType.GroupDescription);
        KeyExchangeMethod? group = Phase1Suite.GroupOf(groupNumber);
        EncryptionAlgorithm? encryption = protocol == IsakmpProtocol.Esp ? EncryptionOf(transform) : null;
        if (protocol is not (IsakmpProtocol.Esp or IsakmpProtocol.Ah)
            || (protocol == IsakmpProtocol.Esp && encryption is null)
            || IntegrityOf(protocol, transform) is not { } integrity
            || (groupNumber is not null && group is null))
        {
            return null;
        }

        var suite = new Phase2Suite(
            protocol == IsakmpProtocol.Ah ? SaProtocol.Ah : SaProtocol.Esp,
            encryption,
            integrity,
            transform.Find(IpsecAttributeType.ExtendedSequenceNumber) == 1,
            group);
        return suite.TryMake(allowLegacy) is null || (group is { IsLegacy: true } && !allowLegacy) ? null : suite;
    }

    /// <summary>The transform that offers it.</summary>
    /// <param name="number">Its number in the proposal: from 1.</param>
    /// <param name="mode">How packets are wrapped.</param>
    /// <param name="lifetime">How long the pair may live.</param>
    public SaTransform ToTransform(byte number, EncapsulationMode mode, NegotiatedLifetime lifetime)
    {
        List<SaAttributeValue> attributes = [.. lifetime.Phase2Attributes];
        if (Group is not null)
        {
            attributes.Add(Attribute(IpsecAttributeType.GroupDescription, Group.Id));
        }

        attributes.Add(Attribute(IpsecAttributeType.EncapsulationMode, (int)mode));
        if (!Integrity.IsNone)
        {
            attributes.Add(Attribute(IpsecAttributeType.AuthenticationAlgorithm, Integrity.Ikev1AuthenticationId));
        }

        if (Encryption is { TakesKeyLengthAttribute: true })
        {
            attributes.Add(Attribute(IpsecAttributeType.KeyLength, Encryption.KeyBits));
        }

        if (ExtendedSequence)
        {
            attributes.Add(Attribute(IpsecAttributeType.ExtendedSequenceNumber, 1));
        }

        return new SaTransform(number, (byte)(Encryption?.Ikev1EspId ?? Integrity.Ikev1AhId), [.. attributes]);
    }

    /// <summary>It in the words of IKEv2's negotiation, which what installs SAs knows.</summary>
    public ChildSuite ToChildSuite() => new(Protocol, TryMake(allowLegacy: true)!, ExtendedSequence, Group);

    /// <summary>For logs: <c>esp 3des-cbc hmac-sha1-96 modp1024</c>.</summary>
    public override string ToString() => string.Join(
        ' ',
        new[] { Protocol == SaProtocol.Ah ? "ah" : "esp", Encryption?.Name, Integrity.Name, ExtendedSequence ? "esn" : null, Group?.Name }
            .OfType<string>());

    private bool HasNumbers =>
        (Encryption is null ? Integrity.Ikev1AhId != 0 : Encryption.Ikev1EspId != 0)
        && (Integrity.IsNone || Integrity.Ikev1AuthenticationId != 0)
        && (Group is null || Phase1Suite.GroupOf((ulong)Group.Id) is not null);

    private PacketTransform? TryMake(bool allowLegacy) => Encryption is null
        ? TransformCatalog.TryAh(Integrity, allowLegacy, out _)
        : TransformCatalog.TryEsp(Encryption, Integrity, allowLegacy, out _);

    private static EncryptionAlgorithm? EncryptionOf(SaTransform transform)
    {
        ulong? keyBits = transform.Find(IpsecAttributeType.KeyLength);
        return TransformCatalog.Encryptions.FirstOrDefault(row => row.Ikev1EspId != 0 && row.Ikev1EspId == transform.Id
            && (row.TakesKeyLengthAttribute ? (ulong)row.KeyBits == (keyBits ?? DefaultKeyBits) : keyBits is null));
    }

    /// <summary>AH says its algorithm twice, and both must be the same (RFC 2407 §4.4.3).</summary>
    private static IntegrityAlgorithm? IntegrityOf(IsakmpProtocol protocol, SaTransform transform)
    {
        ulong? number = transform.Find(IpsecAttributeType.AuthenticationAlgorithm);
        if (number is null or 0)
        {
            return protocol == IsakmpProtocol.Esp ? TransformCatalog.NoIntegrity : null;
        }

        return TransformCatalog.Integrities.FirstOrDefault(row => (ulong)row.Ikev1AuthenticationId == number
            && (protocol == IsakmpProtocol.Esp ? !row.IsAhOnly : row.Ikev1AhId == transform.Id));
    }

    private static SaAttributeValue Attribute(IpsecAttributeType type, int value) => SaAttributeValue.Of((int)type, (uint)value);
}

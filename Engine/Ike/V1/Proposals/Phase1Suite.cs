using Pipeline.Crypto.Cbc;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using TransformType = Pipeline.Engine.Wire.Ike.V2.Proposals.TransformType;

namespace Pipeline.Engine.Ike.V1.Proposals;

/// <summary>The algorithms of a phase 1: what one transform says (RFC 2409 appendix A).</summary>
/// <param name="Encryption">Encrypts messages, in CBC mode.</param>
/// <param name="Hash">Makes IVs; its HMAC derives keys and authenticates.</param>
/// <param name="Group">Agrees on the secret.</param>
/// <param name="Method">How the two sides prove who they are.</param>
public sealed record Phase1Suite(EncryptionAlgorithm Encryption, Phase1Hash Hash, KeyExchangeMethod Group, OakleyAuthMethod Method)
{
    // Curve25519 and what came later have no number in IKEv1 (IANA "ipsec-registry").
    private const int LastGroup = 30;

    // The catalogue's number is that of IKEv2; phase 1 of IKEv1 has its own.
    private static readonly (int Ikev2Id, OakleyEncryption Oakley)[] Ciphers =
        [(2, OakleyEncryption.Des), (3, OakleyEncryption.TripleDes), (12, OakleyEncryption.Aes)];

    /// <summary>True when a part is too weak to be used unless legacy algorithms are allowed.</summary>
    public bool IsLegacy => Encryption.IsLegacy || Hash.IsLegacy || Group.IsLegacy;

    /// <summary>Every suite that a proposal allows, best first; what IKEv1 has no number for is left out.</summary>
    /// <param name="proposal">The proposal. Weak algorithms are in it only if they were allowed when it was read.</param>
    /// <param name="method">How the two sides prove who they are.</param>
    public static IEnumerable<Phase1Suite> Of(IkeProposal proposal, OakleyAuthMethod method)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return from encryption in proposal.Of(TransformType.Encryption).Select(AlgorithmCatalog.Encryption)
               where CbcCipher.Has(encryption) && Ciphers.Any(row => row.Ikev2Id == encryption.Ikev2Id)
               from hash in proposal.Of(TransformType.Prf).Select(algorithm => Phase1Hash.Find(AlgorithmCatalog.Prf(algorithm)))
               where hash is not null
               from groupMethod in proposal.Of(TransformType.KeyExchange).Select(AlgorithmCatalog.KeyExchange)
               where groupMethod is { Id: <= LastGroup }
               select new Phase1Suite(encryption, hash, groupMethod, method);
    }

    /// <summary>Reads a transform.</summary>
    /// <param name="transform">A transform of a proposal for ISAKMP.</param>
    /// <param name="allowLegacy">Takes DES, 3DES, MD5 and groups below 2048 bits too.</param>
    /// <returns>
    /// The suite, or null when a part is missing, unknown here or too weak. Attributes that IKEv1 does not define change nothing:
    /// Windows has some of its own.
    /// </returns>
    public static Phase1Suite? TryRead(SaTransform transform, bool allowLegacy)
    {
        ArgumentNullException.ThrowIfNull(transform);
        if (transform.Id != SaTransform.KeyIke
            || transform.Find(OakleyAttributeType.Prf) is not null
            || EncryptionOf(transform) is not { } encryption
            || Phase1Hash.Find((OakleyHash)(transform.Find(OakleyAttributeType.HashAlgorithm) ?? 0)) is not { } hash
            || GroupOf(transform.Find(OakleyAttributeType.GroupDescription)) is not { } group
            || transform.Find(OakleyAttributeType.AuthenticationMethod) is not { } method)
        {
            return null;
        }

        var suite = new Phase1Suite(encryption, hash, group, (OakleyAuthMethod)method);
        return suite.IsLegacy && !allowLegacy ? null : suite;
    }

    /// <summary>The transform that offers it.</summary>
    /// <param name="number">Its number in the proposal: from 1.</param>
    /// <param name="lifetime">How long phase 1 may live.</param>
    public SaTransform ToTransform(byte number, NegotiatedLifetime lifetime)
    {
        List<SaAttributeValue> attributes =
        [
            Attribute(OakleyAttributeType.EncryptionAlgorithm, (int)Ciphers.First(row => row.Ikev2Id == Encryption.Ikev2Id).Oakley),
            Attribute(OakleyAttributeType.HashAlgorithm, (int)Hash.Id),
            Attribute(OakleyAttributeType.GroupDescription, Group.Id),
            Attribute(OakleyAttributeType.AuthenticationMethod, (int)Method),
        ];
        if (Encryption.TakesKeyLengthAttribute)
        {
            attributes.Insert(1, Attribute(OakleyAttributeType.KeyLength, Encryption.KeyBits));
        }

        return new SaTransform(number, SaTransform.KeyIke, [.. attributes, .. lifetime.Phase1Attributes]);
    }

    /// <summary>For logs: <c>aes256-cbc prfsha256 modp2048 RsaSignature</c>.</summary>
    public override string ToString() => $"{Encryption.Name} {Hash} {Group.Name} {Method}";

    /// <summary>The group of a number that IKEv1 has, or null.</summary>
    internal static KeyExchangeMethod? GroupOf(ulong? number) =>
        number is { } id and <= LastGroup && KeyExchangeCatalog.TryFind((int)id, out KeyExchangeMethod group) ? group : null;

    private static EncryptionAlgorithm? EncryptionOf(SaTransform transform)
    {
        ulong? number = transform.Find(OakleyAttributeType.EncryptionAlgorithm);
        ulong? keyBits = transform.Find(OakleyAttributeType.KeyLength);
        int ikev2Id = Ciphers.FirstOrDefault(row => (ulong)row.Oakley == number).Ikev2Id;
        return TransformCatalog.Encryptions.FirstOrDefault(row => row.Ikev2Id == ikev2Id && row.TakesKeyLengthAttribute
            ? (ulong)row.KeyBits == keyBits
            : row.Ikev2Id == ikev2Id && keyBits is null);
    }

    private static SaAttributeValue Attribute(OakleyAttributeType type, int value) => SaAttributeValue.Of((int)type, (uint)value);
}

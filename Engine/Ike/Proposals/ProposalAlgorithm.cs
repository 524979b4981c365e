using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>One algorithm that a proposal allows: what RFC 7296 §3.3.2 calls a transform, with the name that people write.</summary>
/// <param name="Type">What it is for.</param>
/// <param name="Id">Its IANA number of that type; <see cref="NoneId"/> says "without".</param>
/// <param name="KeyBits">The key length attribute; null for algorithms that must not have one (RFC 7296 §3.3.5).</param>
/// <param name="Name">As in a proposal's text: <c>aes128gcm16</c>, <c>x25519</c>.</param>
public sealed record ProposalAlgorithm(TransformType Type, ushort Id, int? KeyBits, string Name)
{
    /// <summary>
    /// NONE of integrity algorithms and key exchanges, and "no extended sequence numbers": what a proposal says that does not
    /// have the transform type at all (RFC 7296 §3.3.3, §3.3.6).
    /// </summary>
    public const ushort NoneId = 0;

    /// <summary>True when it is too weak to be used unless legacy algorithms are allowed.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>It, on the wire.</summary>
    public SaTransform ToTransform() => SaTransform.Of(Type, Id, KeyBits);

    /// <summary>True when <paramref name="transform"/> asks for exactly this, and for nothing that is not understood.</summary>
    public bool IsSame(SaTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return transform.Type == Type && transform.Id == Id && transform.KeyBits == KeyBits && !transform.HasUnknownAttributes;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>What stands in a proposal without the type.</summary>
    internal static ProposalAlgorithm None(TransformType type) => new(type, NoneId, null, "none");
}

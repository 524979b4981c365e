using System.Globalization;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>What proposals are called in sentences. Bounded, whatever the peer sent.</summary>
internal static class ProposalText
{
    private const int MostNames = 12;

    /// <summary>A transform type.</summary>
    internal static string Of(TransformType type) => type switch
    {
        TransformType.Encryption => "encryption",
        TransformType.Prf => "pseudorandom function",
        TransformType.Integrity => "integrity",
        TransformType.KeyExchange => "group",
        TransformType.SequenceNumbers => "sequence numbers",
        >= TransformType.AdditionalKeyExchange1 and <= TransformType.AdditionalKeyExchange7 => "additional key exchange",
        _ => string.Create(CultureInfo.InvariantCulture, $"transform type {(int)type}"),
    };

    /// <summary>A protocol.</summary>
    internal static string Of(ProtocolId protocol) => protocol switch
    {
        ProtocolId.Ike => "IKE",
        ProtocolId.Ah => "AH",
        ProtocolId.Esp => "ESP",
        _ => string.Create(CultureInfo.InvariantCulture, $"protocol {(int)protocol}"),
    };

    /// <summary>One transform: its name, or its number when it is not one of ours.</summary>
    internal static string Of(SaTransform transform)
    {
        if (transform.Id == ProposalAlgorithm.NoneId && transform.Type != TransformType.SequenceNumbers)
        {
            return "none";
        }

        if (AlgorithmCatalog.Find(transform) is { } known)
        {
            return known.Name;
        }

        string bits = transform.KeyBits is { } keyBits ? string.Create(CultureInfo.InvariantCulture, $" with {keyBits} bits") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"number {transform.Id}{bits}");
    }

    /// <summary>All of one type in a peer's proposal.</summary>
    internal static string Of(SaProposal proposal, TransformType type) =>
        $"{Of(type)} {Join(proposal.Transforms.Where(transform => transform.Type == type).Select(Of))}";

    /// <summary>All of one type in a proposal of ours.</summary>
    internal static string Of(Proposal proposal, TransformType type) =>
        Join(proposal.Of(type).Select(algorithm => algorithm.Name));

    /// <summary>Names with commas; none at all are "none".</summary>
    private static string Join(IEnumerable<string> names)
    {
        string[] some = [.. names.Distinct().Take(MostNames + 1)];
        return some.Length switch
        {
            0 => "none",
            > MostNames => string.Join(", ", some[..MostNames]) + " and more",
            _ => string.Join(", ", some),
        };
    }
}

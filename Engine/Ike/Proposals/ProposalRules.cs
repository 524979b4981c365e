using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>What algorithms may stand in one proposal. Each rule gives the end of a sentence, or null when it has nothing to say.</summary>
internal static class ProposalRules
{
    /// <summary>True when a cipher that authenticates by itself is among them.</summary>
    internal static bool IsCombined(List<ProposalAlgorithm> algorithms) => Encryptions(algorithms).Any(row => row.IsCombined);

    /// <summary>
    /// Combined ciphers and others take different proposals, for the former must have no integrity algorithm beside them and the
    /// latter must (RFC 7296 §3.3, RFC 5282 §8).
    /// </summary>
    internal static string? RefuseMixture(List<ProposalAlgorithm> algorithms)
    {
        EncryptionAlgorithm[] rows = [.. Encryptions(algorithms)];
        EncryptionAlgorithm? combined = rows.FirstOrDefault(row => row.IsCombined);
        EncryptionAlgorithm? other = rows.FirstOrDefault(row => !row.IsCombined);
        return combined is not null && other is not null
            ? $"mixes {combined.Name}, which authenticates by itself, with {other.Name}, which does not; make two proposals of it"
            : null;
    }

    /// <summary>Every pair of encryption and integrity algorithm must be one that ESP, and so an SK payload, can have.</summary>
    internal static string? RefuseEsp(List<ProposalAlgorithm> algorithms, bool allowLegacy)
    {
        IntegrityAlgorithm[] integrities = [.. Integrities(algorithms).DefaultIfEmpty(TransformCatalog.NoIntegrity)];
        foreach (EncryptionAlgorithm encryption in Encryptions(algorithms))
        {
            foreach (IntegrityAlgorithm integrity in integrities)
            {
                if (TransformCatalog.TryEsp(encryption, integrity, allowLegacy, out string refusal) is null)
                {
                    return "is impossible: " + refusal.TrimEnd('.');
                }
            }
        }

        return null;
    }

    private static IEnumerable<EncryptionAlgorithm> Encryptions(List<ProposalAlgorithm> algorithms) =>
        algorithms.Where(algorithm => algorithm.Type == TransformType.Encryption).Select(AlgorithmCatalog.Encryption);

    private static IEnumerable<IntegrityAlgorithm> Integrities(List<ProposalAlgorithm> algorithms) =>
        algorithms.Where(algorithm => algorithm.Type == TransformType.Integrity).Select(AlgorithmCatalog.Integrity);
}

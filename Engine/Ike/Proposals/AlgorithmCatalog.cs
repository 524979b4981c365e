using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>Everything that proposals may name: the rows of the three catalogues of Crypto, with the numbers that IKE has for them.</summary>
/// <remarks>A new row there is known here. A further transform type (RFC 9370's additional key exchanges) is one line of <see cref="All"/>.</remarks>
internal static class AlgorithmCatalog
{
    // ENCR_NULL_AUTH_AES_GMAC: ESP without encryption (RFC 4543).
    private const int GmacId = 21;

    /// <summary>Sequence numbers of 32 bits on the wire and in the SA.</summary>
    internal static ProposalAlgorithm ShortSequence { get; } = new(TransformType.SequenceNumbers, 0, null, "noesn");

    /// <summary>Sequence numbers of 64 bits in the SA (RFC 4303 §2.2.1).</summary>
    internal static ProposalAlgorithm ExtendedSequence { get; } = new(TransformType.SequenceNumbers, 1, null, "esn");

    /// <summary>A child may do without a key exchange of its own.</summary>
    internal static ProposalAlgorithm NoKeyExchange { get; } = ProposalAlgorithm.None(TransformType.KeyExchange);

    /// <summary>Every algorithm with every spelling, in the order in which messages show them.</summary>
    private static IReadOnlyList<(ProposalAlgorithm Algorithm, IEnumerable<string> Spellings, ProposalUses Uses)> All { get; } =
    [
        .. TransformCatalog.Encryptions.Select(row => (Of(row), Spell(row.Name, row.Aliases), UsesOf(row))),
        .. TransformCatalog.Integrities.Where(row => !row.IsNone).Select(row => (Of(row), Spell(row.Name, row.Aliases), UsesOf(row))),
        .. PrfCatalog.All.Select(row => (Of(row), Spell(row.Name, row.Aliases), ProposalUses.Ike)),
        .. KeyExchangeCatalog.All.Select(row => (Of(row), Spell(row.Name, row.Aliases), ProposalUses.All)),
        (NoKeyExchange, ["none", "modpnone"], ProposalUses.Esp | ProposalUses.Ah),
        (ExtendedSequence, ["esn"], ProposalUses.Esp | ProposalUses.Ah),
        (ShortSequence, ["noesn"], ProposalUses.Esp | ProposalUses.Ah),
    ];

    private static readonly Dictionary<(ProposalUses Use, string Name), ProposalAlgorithm> ByName = IndexByName();

    /// <summary>Finds what a word of a proposal means; case is ignored.</summary>
    internal static ProposalAlgorithm? Find(ProposalUses use, string word) => ByName.GetValueOrDefault((use, word.ToLowerInvariant()));

    /// <summary>What proposals of that use may name, each with its first name.</summary>
    internal static IEnumerable<string> NamesFor(ProposalUses use) =>
        All.Where(row => row.Uses.HasFlag(use)).Select(row => row.Algorithm.Name);

    /// <summary>The algorithm that a transform asks for, or null when it is not one of ours.</summary>
    internal static ProposalAlgorithm? Find(SaTransform transform) =>
        All.Select(row => row.Algorithm).FirstOrDefault(algorithm => algorithm.IsSame(transform));

    /// <summary>The row of the catalogue of transforms.</summary>
    internal static EncryptionAlgorithm Encryption(ProposalAlgorithm algorithm) =>
        TransformCatalog.Encryptions.First(row => row.Ikev2Id == algorithm.Id && (algorithm.KeyBits ?? row.KeyBits) == row.KeyBits);

    /// <summary>The row of the catalogue of transforms; the row of none for none.</summary>
    internal static IntegrityAlgorithm Integrity(ProposalAlgorithm algorithm) =>
        TransformCatalog.Integrities.First(row => row.Ikev2Id == algorithm.Id);

    /// <summary>The row of the catalogue of pseudorandom functions.</summary>
    internal static Prf Prf(ProposalAlgorithm algorithm) => PrfCatalog.All.First(row => row.Ikev2Id == algorithm.Id);

    /// <summary>The row of the catalogue of key exchanges; null for none.</summary>
    internal static KeyExchangeMethod? KeyExchange(ProposalAlgorithm algorithm) =>
        KeyExchangeCatalog.TryFind(algorithm.Id, out KeyExchangeMethod method) ? method : null;

    /// <summary>The pseudorandom function made of the same hash or cipher, which strongSwan takes when a proposal names none.</summary>
    internal static ProposalAlgorithm? PrfLike(ProposalAlgorithm integrity) => Find(ProposalUses.Ike, "prf" + integrity.Name);

    private static ProposalAlgorithm Of(EncryptionAlgorithm row) => new(
        TransformType.Encryption, (ushort)row.Ikev2Id, row.TakesKeyLengthAttribute ? row.KeyBits : null, ShortName(row.Name, row.Aliases))
    {
        IsLegacy = row.IsLegacy,
    };

    private static ProposalAlgorithm Of(IntegrityAlgorithm row) =>
        new(TransformType.Integrity, (ushort)row.Ikev2Id, null, ShortName(row.Name, row.Aliases)) { IsLegacy = row.IsLegacy };

    private static ProposalAlgorithm Of(Prf row) =>
        new(TransformType.Prf, (ushort)row.Ikev2Id, null, row.Name) { IsLegacy = row.IsLegacy };

    private static ProposalAlgorithm Of(KeyExchangeMethod row) => new(
        TransformType.KeyExchange,
        (ushort)row.Id,
        null,
        // The curves of RFC 7748 are better known by the names of their functions.
        row.Aliases.FirstOrDefault(alias => alias.StartsWith('x')) ?? row.Name)
    {
        IsLegacy = row.IsLegacy,
    };

    private static ProposalUses UsesOf(EncryptionAlgorithm row) =>
        row.KeyLength == 0 || row.Ikev2Id == GmacId ? ProposalUses.Esp : ProposalUses.Ike | ProposalUses.Esp;

    private static ProposalUses UsesOf(IntegrityAlgorithm row) => row.IsAhOnly ? ProposalUses.Ah : ProposalUses.All;

    // Words of a proposal are separated by dashes, so its own names have none.
    private static string ShortName(string name, IReadOnlyList<string> aliases) =>
        aliases.Prepend(name).FirstOrDefault(spelling => !spelling.Contains('-', StringComparison.Ordinal)) ?? name;

    private static IEnumerable<string> Spell(string name, IReadOnlyList<string> aliases) => aliases.Prepend(name);

    private static Dictionary<(ProposalUses Use, string Name), ProposalAlgorithm> IndexByName()
    {
        var byName = new Dictionary<(ProposalUses Use, string Name), ProposalAlgorithm>();
        foreach (ProposalUses use in (ReadOnlySpan<ProposalUses>)[ProposalUses.Ike, ProposalUses.Esp, ProposalUses.Ah])
        {
            foreach (var row in All.Where(row => row.Uses.HasFlag(use)))
            {
                foreach (string spelling in row.Spellings)
                {
                    // "hmac-sha256" is an integrity algorithm and a pseudorandom function: what stands first wins.
                    byName.TryAdd((use, spelling), row.Algorithm);
                }
            }
        }

        return byName;
    }
}

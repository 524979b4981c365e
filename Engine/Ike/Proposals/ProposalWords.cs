using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>The words of a proposal's text, and what they mean.</summary>
internal static class ProposalWords
{
    private const int MaximumLength = 400;

    // "prf-hmac-sha2-256", "hmac-sha2-256-128".
    private const int MostParts = 4;

    /// <summary>Reads a proposal such as <c>aes128gcm16-prfsha256-x25519</c>.</summary>
    /// <param name="text">Names behind each other, with <c>-</c> or <c>+</c> between them.</param>
    /// <param name="use">What is proposed.</param>
    /// <param name="allowLegacy">Takes weak algorithms too.</param>
    /// <param name="problem">One sentence that names the wrong word; empty when there is none.</param>
    /// <returns>The algorithms in order, each once; what was read until then when there is a problem.</returns>
    internal static List<ProposalAlgorithm> Read(string text, ProposalUses use, bool allowLegacy, out string problem)
    {
        var algorithms = new List<ProposalAlgorithm>();
        problem = text.Length > MaximumLength ? $"is longer than {MaximumLength} characters; make several proposals of it" : string.Empty;
        string[] parts = problem.Length == 0 ? text.Split(['-', '+'], StringSplitOptions.TrimEntries) : [];
        for (int first = 0; first < parts.Length;)
        {
            if (FindLongest(parts, ref first, use) is not { } algorithm)
            {
                problem = ProblemOf(parts[first], use);
                return algorithms;
            }

            if (algorithm.IsLegacy && !allowLegacy)
            {
                problem = $"names {algorithm.Name}, which is too weak and is refused; set allowLegacy to use it with an old peer";
                return algorithms;
            }

            if (!algorithms.Contains(algorithm))
            {
                algorithms.Add(algorithm);
            }
        }

        return algorithms;
    }

    /// <summary>Our own names have dashes inside (<c>aes128-gcm</c>), so the longest run of parts that is a name is the word.</summary>
    private static ProposalAlgorithm? FindLongest(string[] parts, ref int first, ProposalUses use)
    {
        for (int count = Math.Min(MostParts, parts.Length - first); count > 0; count--)
        {
            if (AlgorithmCatalog.Find(use, string.Join('-', parts, first, count)) is { } algorithm)
            {
                first += count;
                return algorithm;
            }
        }

        return null;
    }

    private static string ProblemOf(string word, ProposalUses use)
    {
        if (word.Length == 0)
        {
            return "has an empty name in it; write names with one dash between them, such as " + Example(use);
        }

        string shown = word.Length > 40 ? word[..40] + "..." : word;
        if (word.StartsWith("ke", StringComparison.OrdinalIgnoreCase) && word.Contains('_', StringComparison.Ordinal))
        {
            return $"names \"{shown}\", an additional key exchange (RFC 9370), which is not supported; leave it out";
        }

        foreach (ProposalUses other in (ReadOnlySpan<ProposalUses>)[ProposalUses.Ike, ProposalUses.Esp, ProposalUses.Ah])
        {
            if (AlgorithmCatalog.Find(other, word) is { } algorithm)
            {
                return $"names \"{shown}\", {Kind(algorithm.Type)} of {Name(other)} and not of {Name(use)}; leave it out";
            }
        }

        return NearestName.Find(word, AlgorithmCatalog.NamesFor(use)) is { } nearest
            ? $"names \"{shown}\", which is no algorithm; did you mean \"{nearest}\"?"
            : $"names \"{shown}\", which is no algorithm; write something like {Example(use)}";
    }

    private static string Example(ProposalUses use) => use switch
    {
        ProposalUses.Ike => "aes128gcm16-prfsha256-x25519",
        ProposalUses.Esp => "aes128gcm16 or aes128-sha256",
        _ => "sha256",
    };

    private static string Name(ProposalUses use) => use switch
    {
        ProposalUses.Ike => "IKE",
        ProposalUses.Esp => "ESP",
        _ => "AH",
    };

    /// <summary>What a type is called in sentences, with its article.</summary>
    private static string Kind(TransformType type) => type switch
    {
        TransformType.Encryption => "an encryption algorithm",
        TransformType.Prf => "a pseudorandom function",
        TransformType.Integrity => "an integrity algorithm",
        TransformType.KeyExchange => "a key exchange",
        _ => "a choice",
    };
}

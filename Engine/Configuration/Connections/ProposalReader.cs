using System.Diagnostics.CodeAnalysis;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>Arrays of proposals, each a string.</summary>
internal static class ProposalReader
{
    private const int Most = 32;

    /// <summary>Reads <c>ikeProposals</c> of a connection; without them, the defaults of its version.</summary>
    public static IReadOnlyList<IkeProposal> ReadIke(ObjectReader connection, IkeVersion version, bool allowLegacy) => Read(
        connection,
        "ikeProposals",
        version == IkeVersion.V1 ? IkeProposal.Version1Defaults : IkeProposal.Defaults,
        (string text, [NotNullWhen(true)] out IkeProposal? proposal, out string problem) =>
            IkeProposal.TryParse(text, allowLegacy, out proposal, out problem));

    /// <summary>Reads <c>proposals</c> of a child; without them, the defaults of its protocol.</summary>
    public static IReadOnlyList<ChildProposal> ReadChild(ObjectReader child, SaProtocol protocol, bool allowLegacy) => Read(
        child,
        "proposals",
        protocol == SaProtocol.Ah ? ChildProposal.AhDefaults : ChildProposal.Defaults,
        (string text, [NotNullWhen(true)] out ChildProposal? proposal, out string problem) =>
            ChildProposal.TryParse(protocol, text, allowLegacy, out proposal, out problem));

    private delegate bool Parser<T>(string text, [NotNullWhen(true)] out T? proposal, out string problem);

    private static IReadOnlyList<T> Read<T>(ObjectReader reader, string field, IReadOnlyList<T> defaults, Parser<T> parse)
    {
        IList<ConfigurationNode> items = reader.Items(field);
        if (items.Count > Most)
        {
            reader.Refuse(field, $"has {items.Count} proposals; write at most {Most}");
            return defaults;
        }

        var proposals = new List<T>();
        foreach (ConfigurationNode item in items)
        {
            string problem = $"is {ObjectReader.Describe(item)}; write a string";
            if (item.Kind == NodeKind.String && parse(item.Text, out T? proposal, out problem))
            {
                proposals.Add(proposal);
            }
            else
            {
                reader.Errors.Add(item, problem);
            }
        }

        return proposals.Count == 0 ? defaults : proposals;
    }
}

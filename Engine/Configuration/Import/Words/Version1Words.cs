using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>What a connection of IKEv1 cannot say: such a file has a mistake, or another implementation has words of its own.</summary>
internal static class Version1Words
{
    /// <summary>Why a connection cannot be taken over.</summary>
    /// <returns>The end of a sentence; null when it can.</returns>
    public static string? ReasonAgainst(ImportedConnection connection)
    {
        if (connection.LocalProof != connection.RemoteProof)
        {
            return "its sides prove themselves in different ways, and IKEv1 agrees on one for both";
        }

        if (connection.Proposals.Count > 0 && !connection.Proposals.Any(IsPhase1))
        {
            return "none of its proposals has a number in IKEv1";
        }

        foreach (ImportedChild child in connection.Children)
        {
            if (child.Proposals.Count > 0 && !child.Proposals.Any(text => IsPhase2(child, text)))
            {
                return $"no proposal of child {ImportReport.Quote(child.Name)} has a number in IKEv1";
            }

            if (child.LocalSelectors.Concat(child.RemoteSelectors).Any(IsRange))
            {
                return $"child {ImportReport.Quote(child.Name)} is for a range of ports or for messages of ICMP, and IKEv1 says one port or all";
            }
        }

        return null;
    }

    // The method of the two sides says nothing about the algorithms beside it.
    private static bool IsPhase1(string text) => IkeProposal.TryParse(text, allowLegacy: true, out IkeProposal? proposal, out _)
        && Phase1Suite.Of(proposal, OakleyAuthMethod.PresharedKey).Any();

    private static bool IsPhase2(ImportedChild child, string text) =>
        ChildProposal.TryParse(child.IsAh ? SaProtocol.Ah : SaProtocol.Esp, text, allowLegacy: true, out ChildProposal? proposal, out _)
        && Phase2Alternative.TryOf([proposal]) is not null;

    private static bool IsRange(ImportedSelector selector) =>
        selector.IcmpTypes is not null || selector.Ports?.Contains('-', StringComparison.Ordinal) == true;
}

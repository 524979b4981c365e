using System.Globalization;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>Why no algorithms were agreed on, of the IKE SA and of its children.</summary>
internal static class ProposalFailures
{
    private const string NoConnection = "peers also say this when they have no connection for these addresses; see its log";

    /// <summary>As responder we take none of the peer's proposals.</summary>
    /// <param name="step">IKE_SA_INIT, or a rekey.</param>
    /// <param name="connection">The connection that came nearest; null when none is configured for the peer.</param>
    /// <param name="miss">What came nearest there; null when there was nothing to compare.</param>
    internal static IkeFailure ByUs(IkeStep step, ConnectionOptions? connection, NearestMiss? miss) => new(
        step,
        FailureCause.NoCommonProposal,
        connection is null ? "no connection is configured for this peer" : miss?.Explain() ?? "no proposal suits both")
    {
        Connection = connection?.Name ?? "",
        Proposals = miss,
        Changes = connection is null || miss is null ? [] : miss.ChangesOf(connection),
        Notify = NotifyType.NoProposalChosen,
    };

    /// <summary>As responder we take none of the peer's proposals for a child.</summary>
    internal static IkeFailure ByUs(IkeStep step, ConnectionOptions connection, ChildOptions child, NearestMiss? miss) =>
        ByUs(step, connection, miss).About(child) with { Changes = miss?.ChangesOf(connection, child) ?? [] };

    /// <summary>The peer takes none of ours. What it would take it does not say, so all that we offered is named.</summary>
    internal static IkeFailure ByPeer(IkeStep step, ConnectionOptions connection) =>
        ByPeer(step, connection, connection.Proposals, "\"ikeProposals\"") with
        {
            Suggestion = $"add one that it has to \"ikeProposals\" of connection {connection.Name}, or one of yours to the peer's; {NoConnection}",
        };

    /// <summary>The peer takes none of ours for a child.</summary>
    internal static IkeFailure ByPeer(
        IkeStep step, ConnectionOptions connection, ChildOptions child, IReadOnlyList<ChildProposal> offered) =>
        ByPeer(step, connection, offered, "\"proposals\"").About(child) with
        {
            Suggestion = $"add one that it has to \"proposals\" of child {child.Name}, or one of yours to the peer's; "
                + $"compare the mode too: you want {child.Mode.ToString().ToLowerInvariant()} mode",
        };

    /// <summary>The peer chose what was not offered.</summary>
    internal static IkeFailure WrongChoice(IkeStep step, ConnectionOptions connection, string problem) =>
        new(step, FailureCause.NoCommonProposal, problem)
        {
            Connection = connection.Name,
            Suggestion = "the peer's implementation is at fault, or somebody has altered the answer",
        };

    /// <summary>The peer wants a key exchange method that we did not offer (INVALID_KE_PAYLOAD).</summary>
    /// <param name="connection">Whose proposals were offered.</param>
    /// <param name="wanted">The number of the method; null when it did not say.</param>
    internal static IkeFailure WantedMethod(ConnectionOptions connection, int? wanted)
    {
        string offered = Names(connection.Proposals);
        var failure = new IkeFailure(
            IkeStep.IkeSaInit,
            FailureCause.KeyExchange,
            $"peer wants group {MethodName(wanted)}; you offer {offered}; add {MethodName(wanted)}, or ask the peer for one of yours")
        {
            Connection = connection.Name,
            Notify = NotifyType.InvalidKePayload,
            IsByPeer = true,
        };
        return failure with { Changes = [.. WithMethod(connection, wanted)] };
    }

    /// <summary>A public value that is no good, or none at all.</summary>
    internal static IkeFailure BadValue(IkeStep step, ConnectionOptions? connection, string problem = "the peer's public value is not good") =>
        new(step, FailureCause.KeyExchange, problem)
        {
            Connection = connection?.Name ?? "",
            Suggestion = "the peer's implementation is at fault, or somebody has altered its message",
        };

    /// <summary>The name of a key exchange method, as proposals spell it; its number when it is not one of ours.</summary>
    internal static string MethodName(int? number)
    {
        if (number is not { } id)
        {
            return "that it does not name";
        }

        ProposalAlgorithm? known = KeyExchangeCatalog.TryFind(id, out KeyExchangeMethod method)
            ? AlgorithmCatalog.Find(ProposalUses.Ike, method.Name)
            : null;
        return known?.Name ?? string.Create(CultureInfo.InvariantCulture, $"number {id}");
    }

    private static IkeFailure ByPeer(IkeStep step, ConnectionOptions connection, IReadOnlyList<Proposal> offered, string field) => new(
        step,
        FailureCause.NoCommonProposal,
        $"peer takes none of the {Count(offered.Count)} in {field} that you offer: {string.Join(", ", offered)}")
    {
        Connection = connection.Name,
        Notify = NotifyType.NoProposalChosen,
        IsByPeer = true,
    };

    private static string Count(int count) => count == 1 ? "one proposal" : string.Create(CultureInfo.InvariantCulture, $"{count} proposals");

    private static string Names(IReadOnlyList<Proposal> proposals) => string.Join(
        ", ",
        proposals.SelectMany(proposal => proposal.Of(TransformType.KeyExchange)).Select(algorithm => algorithm.Name).Distinct());

    /// <summary>Our first proposal with the method at its end.</summary>
    private static IEnumerable<ConfigurationChange> WithMethod(ConnectionOptions connection, int? wanted)
    {
        string added = $"{connection.Proposals[0]}-{MethodName(wanted)}";
        if (wanted is null || !IkeProposal.TryParse(added, allowLegacy: true, out _, out _))
        {
            yield break;
        }

        yield return ConfigurationChange.Add(
            connection,
            child: null,
            "ikeProposals",
            connection.Proposals.Select(proposal => ConfigurationChange.Quote(proposal.ToString())),
            ConfigurationChange.Quote(added));
        if (!IkeProposal.TryParse(added, allowLegacy: false, out _, out _))
        {
            yield return ConfigurationChange.AllowLegacy();
        }
    }
}

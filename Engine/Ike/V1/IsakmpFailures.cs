using System.Globalization;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V1.MainMode;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Ike.V1.QuickMode;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1;

/// <summary>Why a main mode or a quick mode came to nothing, for people.</summary>
internal static class IsakmpFailures
{
    /// <summary>Nothing that is configured has a number in IKEv1.</summary>
    internal static IkeFailure NothingToOffer(ConnectionOptions connection) => Of(
        connection, IkeStep.MainMode, FailureCause.NoCommonProposal, $"none of \"ikeProposals\" can be said in IKEv1 with {connection.OwnProof.Name}") with
    {
        Suggestion = Phase1Offer.MethodOf(connection) is null
            ? "IKEv1 has preshared keys, and certificates with RSA and ECDSA keys, the same on both sides"
            : $"add one such as aes256-sha256-modp2048 to connection {connection.Name}",
    };

    /// <summary>Nothing of a child has a number in IKEv1.</summary>
    internal static IkeFailure NothingToOffer(ChildOptions child) => new(
        IkeStep.QuickMode, FailureCause.NoCommonProposal, "none of \"proposals\" can be said in IKEv1")
    {
        Child = child.Name,
        Rules = child.Rules,
        Suggestion = $"add one such as aes128-sha256 to child {child.Name}",
    };

    /// <summary>A message of main mode was not answered.</summary>
    /// <param name="connection">With whom.</param>
    /// <param name="path">Where it was sent.</param>
    /// <param name="heard">An error that came in the clear; null when there was none.</param>
    /// <param name="isAfterIdentity">The fifth message: the peer could read the others without believing us.</param>
    internal static IkeFailure Unanswered(ConnectionOptions connection, IkePath path, NotifyType? heard, bool isAfterIdentity)
    {
        if (heard == NotifyType.NoProposalChosen)
        {
            return Of(connection, IkeStep.MainMode, FailureCause.NoCommonProposal,
                $"peer takes none of {string.Join(", ", Phase1Offer.SuitesOf(connection))} (it says so in the clear, so that anybody may have)") with
            {
                IsByPeer = true,
                Suggestion = $"add one that it has to \"ikeProposals\" of connection {connection.Name}, or one of yours to the peer's",
            };
        }

        return isAfterIdentity
            ? Of(connection, IkeStep.MainMode, FailureCause.Authentication, $"{path.Remote} fell silent when you proved who you are") with
            {
                Suggestion = connection.OwnProof is PresharedKeyMethod
                    ? "most likely it has another preshared key for your address, or expects another identity; see its log"
                    : $"most likely it does not trust the authority of {connection.OwnProof.Name}, or expects another identity; see its log",
            }
            : Of(connection, IkeStep.MainMode, FailureCause.NoAnswer, $"main mode was not answered by {path.Remote}") with
            {
                Suggestion = "see that the address is right, that IKEv1 runs there, and that nothing on the way drops UDP ports 500 and 4500",
            };
    }

    /// <summary>As responder: the peer did not go on.</summary>
    /// <param name="connection">The first that may be meant.</param>
    /// <param name="isUnreadable">A message came that our keys do not decrypt.</param>
    internal static IkeFailure HalfOpen(ConnectionOptions connection, bool isUnreadable) => isUnreadable && connection.OwnProof is PresharedKeyMethod
        ? Of(connection, IkeStep.MainMode, FailureCause.Authentication, "the peer's proof could not be decrypted: it has another preshared key than ours") with
        {
            Authentication = new AuthenticationVerdict(AuthenticationProblem.WrongPresharedKey),
            Suggestion = "give both sides the same preshared key; in main mode it is chosen by the peer's address",
        }
        : Of(connection, IkeStep.MainMode, FailureCause.NoAnswer, string.Create(
            CultureInfo.InvariantCulture, $"peer did not go on with main mode in {connection.HalfOpenTimeout.TotalSeconds:0} s"));

    /// <summary>What came was no first message of main mode.</summary>
    internal static IkeFailure NoOffer(ConnectionOptions connection, IkePath path) =>
        Of(connection, IkeStep.MainMode, FailureCause.Malformed, "the first message is not one of main mode") with { Peer = path.Remote.ToString() };

    /// <summary>As responder we take none of what is offered for phase 1.</summary>
    internal static IkeFailure NoCommonProposal(ConnectionOptions connection, SaPayload offer, IkePath path)
    {
        string offered = string.Join(", ", offer.Proposals.SelectMany(proposal => proposal.Transforms)
            .Select(transform => Phase1Suite.TryRead(transform, allowLegacy: true)).OfType<Phase1Suite>().Distinct());
        return Of(connection, IkeStep.MainMode, FailureCause.NoCommonProposal,
            $"peer offers {(offered.Length == 0 ? "nothing that is known here" : offered)}; you allow {string.Join(", ", Phase1Offer.SuitesOf(connection))}") with
        {
            Peer = path.Remote.ToString(),
            Suggestion = $"add one of these to \"ikeProposals\" of connection {connection.Name}; weak ones need \"allowLegacy\"",
        };
    }

    /// <summary>The peer is somebody else.</summary>
    internal static IkeFailure UnknownIdentity(ConnectionOptions connection, IkeIdentity peer) =>
        Of(connection, IkeStep.MainMode, FailureCause.Authentication, $"the peer says that it is {peer}; you expect {connection.RemoteIdentity}") with
        {
            Peer = peer.ToString(),
            Authentication = new AuthenticationVerdict(AuthenticationProblem.UnknownIdentity),
        };

    /// <summary>We do not believe the peer's proof.</summary>
    internal static IkeFailure NotBelieved(ConnectionOptions connection, IkeIdentity peer, AuthenticationVerdict verdict) =>
        verdict.Problem == AuthenticationProblem.UnknownAlgorithm
            ? AuthenticationFailures.ByUs(connection, peer, verdict) with
            {
                Step = IkeStep.MainMode,
                Suggestion = "IKEv1 has one method for both sides: give both certificates with keys of the same kind",
            }
            : AuthenticationFailures.ByUs(connection, peer, verdict) with { Step = IkeStep.MainMode };

    /// <summary>The peer does not believe ours.</summary>
    /// <param name="connection">With whom.</param>
    /// <param name="at">The time, for our own certificate may have expired.</param>
    internal static IkeFailure NotBelievedByPeer(ConnectionOptions connection, DateTimeOffset at) =>
        AuthenticationFailures.ByPeer(connection, at) with { Step = IkeStep.MainMode };

    /// <summary>A quick mode was not answered, or not finished.</summary>
    internal static IkeFailure QuickModeUnanswered(Established state, PendingQuickMode pending) =>
        OfChild(state, pending.Options, FailureCause.NoAnswer, "quick mode was not finished by the peer");

    /// <summary>The peer refused a quick mode.</summary>
    internal static IkeFailure QuickModeRefused(Established state, PendingQuickMode pending, NotifyType error) => OfChild(
        state,
        pending.Options,
        error switch
        {
            NotifyType.NoProposalChosen => FailureCause.NoCommonProposal,
            NotifyType.InvalidIdInformation => FailureCause.Selectors,
            _ => FailureCause.RefusedByPeer,
        },
        $"peer answered {error} to an offer for {pending.Selectors}") with
    {
        IsByPeer = true,
        Suggestion = "compare proposals, mode and traffic with the peer's; IKEv1 narrows nothing",
    };

    /// <summary>The peer's second message contradicts our first.</summary>
    internal static IkeFailure WrongAnswer(Established state, PendingQuickMode pending, string what) =>
        OfChild(state, pending.Options, FailureCause.Malformed, $"peer {what}");

    /// <summary>As responder we take none of what is offered.</summary>
    internal static IkeFailure NoCommonProposal(Established state, SaPayload offer)
    {
        string offered = string.Join(", ", offer.Proposals.SelectMany(proposal => proposal.Transforms
            .Select(transform => Phase2Suite.TryRead(proposal.Protocol, transform, allowLegacy: true))).OfType<Phase2Suite>().Distinct());
        string allowed = string.Join(", ", state.Connection.Children.SelectMany(child => child.Proposals).SelectMany(Phase2Suite.Of).Distinct());
        return Of(state.Connection, IkeStep.QuickMode, FailureCause.NoCommonProposal,
            $"peer offers {(offered.Length == 0 ? "nothing that is known here" : offered)}; you allow {allowed}") with
        {
            Suggestion = "compare \"proposals\" of the child with the peer's, and tunnel or transport mode",
        };
    }

    /// <summary>As responder we have no child for the traffic.</summary>
    internal static IkeFailure OtherTraffic(Established state, ChildSelectors asked) =>
        Of(state.Connection, IkeStep.QuickMode, FailureCause.Selectors, $"peer asks for {asked}, which no child of connection {state.Connection.Name} covers") with
        {
            Suggestion = "IKEv1 narrows nothing: \"localSelectors\" and \"remoteSelectors\" must contain what the peer asks for",
        };

    /// <summary>IDci and IDcr name no addresses.</summary>
    internal static IkeFailure UnknownTraffic(Established state) =>
        Of(state.Connection, IkeStep.QuickMode, FailureCause.Selectors, "peer names its traffic neither by addresses nor by subnets nor by ranges");

    /// <summary>A limit is reached.</summary>
    internal static IkeFailure TooManyChildren(Established state) =>
        Of(state.Connection, IkeStep.QuickMode, FailureCause.LimitReached, "peer wants more pairs than one ISAKMP SA may have");

    /// <summary>A public value of perfect forward secrecy is missing or bad.</summary>
    internal static IkeFailure BadValue(Established state, ChildOptions options) =>
        OfChild(state, options, FailureCause.KeyExchange, "peer sent no usable public value for perfect forward secrecy");

    /// <summary>An established peer has fallen silent.</summary>
    internal static IkeFailure Silent(Established state) =>
        Of(state.Connection, IkeStep.Informational, FailureCause.NoAnswer, $"{state.Path.Remote} does not answer R-U-THERE: the peer is taken for dead") with
        {
            Suggestion = "see whether the peer runs and can be reached",
        };

    private static IkeFailure OfChild(Established state, ChildOptions options, FailureCause cause, string explanation) =>
        Of(state.Connection, IkeStep.QuickMode, cause, explanation) with { Child = options.Name, Rules = options.Rules };

    private static IkeFailure Of(ConnectionOptions connection, IkeStep step, FailureCause cause, string explanation) => new(step, cause, explanation)
    {
        Connection = connection.Name,
        Peer = connection.RemoteIdentity?.ToString() ?? "",
    };
}

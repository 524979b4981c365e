using System.Globalization;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>Where an IKE SA stopped, and why, in sentences.</summary>
internal static class OutcomeSentences
{
    // With the longest IV and ICV that there are, one error notify makes a message of 96 octets; IDr and AUTH do not fit into that.
    private const int LongestRefusal = 96;

    /// <summary>Tells the end.</summary>
    /// <param name="sa">The IKE SA.</param>
    /// <param name="ofResponder">What its responder allows, as far as that is known; none when it is not.</param>
    internal static ObservedOutcome Of(ObservedIkeSa sa, IReadOnlyList<IkeProposal> ofResponder)
    {
        if (sa.Version != 2)
        {
            return new ObservedOutcome(OutcomeKind.Unknown, "IKEv1: only its headers are read here");
        }

        if (sa.Chosen is null && sa.Last(ExchangeType.IkeSaInit, isResponse: false) is { } request)
        {
            return OfSaInit(sa, request, ofResponder);
        }

        if (sa.AuthRefusal is { } refusal)
        {
            return OfAuthRefusal(sa, refusal.IsByInitiator, refusal.Error);
        }

        return OfAuth(sa) ?? OfEstablished(sa);
    }

    private static ObservedOutcome OfSaInit(ObservedIkeSa sa, ObservedStep request, IReadOnlyList<IkeProposal> ofResponder)
    {
        switch (sa.FirstRefusal?.Notify)
        {
            case null:
                return new ObservedOutcome(
                    OutcomeKind.Unanswered,
                    $"stopped at IKE_SA_INIT: {Asked(request)} and not answered",
                    $"see that IKE runs at {request.To}, and that nothing between drops UDP port {Port(request)}");
            case NotifyType.Cookie:
                return new ObservedOutcome(
                    OutcomeKind.Unfinished,
                    "stopped at IKE_SA_INIT: the responder asked for a cookie, and the initiator did not come back with it",
                    "see whether the answer reaches the initiator");
            case NotifyType.NoProposalChosen:
                return OfProposals(sa, ofResponder);
            case NotifyType.InvalidKePayload:
                return OfMethod(sa);
            case { } error:
                return new ObservedOutcome(OutcomeKind.Refused, $"refused at IKE_SA_INIT with {NotifyText.Of(error)}", "see the responder's log");
        }
    }

    private static ObservedOutcome OfProposals(ObservedIkeSa sa, IReadOnlyList<IkeProposal> ofResponder)
    {
        const string Refused = "refused at IKE_SA_INIT with NO_PROPOSAL_CHOSEN";
        if (sa.Offer is { } offer && ofResponder.Count > 0)
        {
            (string offers, string allows) = ($"the initiator {sa.Initiator} offers", $"the responder {sa.Responder} allows");
            return IkeChoice.TryChoose(offer, ofResponder, sa.OfferedMethod ?? 0, out NearestMiss? miss) is null && miss is not null
                ? new ObservedOutcome(
                    OutcomeKind.Refused,
                    $"{Refused}: {miss.Explain(offers, allows, "the initiator", " there")}")
                : new ObservedOutcome(
                    OutcomeKind.Refused,
                    $"{Refused}, though what the responder offers elsewhere would suit",
                    "the responder has no connection for these addresses, or another one");
        }

        string offered = sa.Offer is null ? "what was offered" : string.Join(", ", sa.Offer.Proposals.Take(4).Select(ProposalSentences.Of));
        return new ObservedOutcome(
            OutcomeKind.Refused,
            PayloadSentences.Clean($"{Refused}: the responder takes none of {offered}"),
            $"see in the configuration of {sa.Responder} what it takes; some also say this when they have no connection for these addresses");
    }

    private static ObservedOutcome OfMethod(ObservedIkeSa sa)
    {
        int? wanted = NotifySentences.Number(sa.FirstRefusal!);
        string[] offered = [.. sa.OfferedProposals
            .SelectMany(proposal => proposal.Of(Wire.Ike.V2.Proposals.TransformType.KeyExchange)).Select(algorithm => algorithm.Name).Distinct()];
        string name = ProposalFailures.MethodName(wanted);
        bool wasOffered = offered.Contains(name);
        return new ObservedOutcome(
            OutcomeKind.Refused,
            $"refused at IKE_SA_INIT with INVALID_KE_PAYLOAD: the responder wants group {name}; the initiator offers {string.Join(", ", offered)}",
            wasOffered
                ? "the initiator should have asked again with that group; see whether the answer reaches it"
                : $"add {name} to the initiator's proposals, or ask the responder for {offered.FirstOrDefault() ?? "another"}");
    }

    private static ObservedOutcome OfAuthRefusal(ObservedIkeSa sa, bool isByInitiator, NotifyType error)
    {
        (string who, string whom) = isByInitiator ? ("initiator", "responder") : ("responder", "initiator");
        UdpEndpoint? where = isByInitiator ? sa.Initiator : sa.Responder;
        return error == NotifyType.AuthenticationFailed
            ? new ObservedOutcome(
                OutcomeKind.Refused,
                $"refused at IKE_AUTH with AUTHENTICATION_FAILED: the {who} does not believe the {whom}",
                $"compare preshared keys, identities and certificates; the log of the {who} at {where} says which")
            : new ObservedOutcome(OutcomeKind.Refused, $"refused at IKE_AUTH with {NotifyText.Of(error)} by the {who}", $"see the log of the {who}");
    }

    /// <summary>The ways to stop between IKE_SA_INIT and the end of IKE_AUTH; null when that was reached.</summary>
    private static ObservedOutcome? OfAuth(ObservedIkeSa sa)
    {
        if (sa.IsAuthenticated || sa.Last(ExchangeType.IkeSaInit, isResponse: false) is null)
        {
            return null;
        }

        if (sa.Last(ExchangeType.IkeAuth, isResponse: false) is not { } request)
        {
            return new ObservedOutcome(
                OutcomeKind.Unfinished,
                "stopped after IKE_SA_INIT: the initiator did not go on with IKE_AUTH",
                "see whether the answer reaches the initiator, and whether its IKE_AUTH is lost as IP fragments or at UDP port 4500");
        }

        if (sa.Last(ExchangeType.IkeAuth, isResponse: true) is not { } response || sa.Open[0]?.Exchange == ExchangeType.IkeAuth)
        {
            return new ObservedOutcome(
                OutcomeKind.Unanswered,
                $"stopped at IKE_AUTH: {Asked(request)}{Missing(request)} and not answered",
                $"see whether something drops UDP port {Port(request)} or fragments; "
                + "some responders also fall silent when they do not believe the initiator");
        }

        if (sa.WasOpened)
        {
            return new ObservedOutcome(OutcomeKind.Unfinished, "stopped at IKE_AUTH: the two had not proved themselves when the capture ended");
        }

        // Later answers may be rounds of EAP, which are short.
        return response is { Length: <= LongestRefusal, FragmentTotal: 0, MessageId: 1 }
            ? new ObservedOutcome(
                OutcomeKind.Refused,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"refused at IKE_AUTH: the answer is encrypted, but of {response.Length} bytes, which have room for an error only"),
                "that is AUTHENTICATION_FAILED as a rule: compare preshared keys, identities and certificates; --keys would show it")
            : null;
    }

    private static ObservedOutcome OfEstablished(ObservedIkeSa sa)
    {
        string established = sa.Last(ExchangeType.IkeSaInit, isResponse: false) is null && sa.ReplacedSpi == 0
            ? "negotiated before the capture began"
            : $"established{Children(sa)}";
        if (sa.WasDeletedByInitiator is { } byInitiator)
        {
            string replaced = sa.SuccessorSpi == 0
                ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $"; replaced by {sa.SuccessorSpi:x16}");
            return new ObservedOutcome(OutcomeKind.Deleted, $"{established}{replaced}; deleted by the {(byInitiator ? "initiator" : "responder")}");
        }

        ObservedStep? open = sa.Open[0] ?? sa.Open[1];
        if (open is { Repetitions: > 0 })
        {
            return new ObservedOutcome(
                OutcomeKind.Unanswered, $"{established}; then {Asked(open)} and not answered", $"see whether {open.To} runs and can be reached");
        }

        if (sa.ChildRefusal is { } refusal)
        {
            string traffic = refusal.Traffic is null ? string.Empty : $": {refusal.Traffic}";
            return new ObservedOutcome(
                OutcomeKind.Refused,
                $"{established}, but a Child SA was refused with {NotifyText.Of(refusal.Error)}{traffic}",
                refusal.Error == NotifyType.TsUnacceptable
                    ? "make the selectors of both sides overlap"
                    : "compare the proposals and the mode of both sides");
        }

        return new ObservedOutcome(OutcomeKind.Established, $"{established}; nothing ended it while the capture ran");
    }

    private static string Children(ObservedIkeSa sa) => sa switch
    {
        { WasOpened: false } => " as far as can be told without keys",
        { Children.Count: 0 } => ", no Child SA seen",
        { Children.Count: 1 } => ", with one Child SA",
        _ => string.Create(CultureInfo.InvariantCulture, $", with {sa.Children.Count} Child SAs one after the other or beside each other"),
    };

    private static string Asked(ObservedStep step)
    {
        double seconds = (step.LastAt - step.At).TotalSeconds;
        string times = step.Repetitions == 0
            ? "once"
            : string.Create(CultureInfo.InvariantCulture, $"{step.Repetitions + 1} times in {seconds:0.0} s");
        return string.Create(CultureInfo.InvariantCulture, $"{step.Name} {step.MessageId} was sent {times}");
    }

    private static string Missing(ObservedStep step) => step.FragmentTotal > step.Fragments.Count
        ? string.Create(CultureInfo.InvariantCulture, $" ({step.Fragments.Count} of {step.FragmentTotal} fragments were seen)")
        : string.Empty;

    private static string Port(ObservedStep step) => step.To.Port.ToString(CultureInfo.InvariantCulture);
}

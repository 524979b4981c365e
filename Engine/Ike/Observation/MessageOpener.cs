using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>Opens the messages of both sides of one IKE SA, if it has the keys.</summary>
/// <param name="sa">The IKE SA: says what was chosen, and hears what is wrong with the keys.</param>
/// <param name="keys">Its keys; null without.</param>
internal sealed class MessageOpener(ObservedIkeSa sa, ObservedKeys? keys) : IDisposable
{
    private MessageProtection? _ofInitiator;
    private MessageProtection? _ofResponder;

    /// <summary>Opens a message, or takes a fragment of one.</summary>
    /// <returns>Null without usable keys.</returns>
    internal OpenOutcome? Open(IkeMessage outer, bool isFromInitiator, out IkeMessage message, out IkeReadFailure failure)
    {
        (message, failure) = (null!, default);
        if (outer.Payloads.Count == 0 || outer.Payloads[^1] is not (EncryptedPayload or EncryptedFragmentPayload))
        {
            return OpenOutcome.NotProtected;
        }

        if (!IsReady())
        {
            return null;
        }

        OpenOutcome outcome = (isFromInitiator ? _ofInitiator! : _ofResponder!).Open(outer, out message, out failure);
        sa.WasOpened |= outcome == OpenOutcome.Opened;
        return outcome;
    }

    /// <summary>Erases the keys that were made.</summary>
    public void Dispose()
    {
        _ofInitiator?.Dispose();
        _ofResponder?.Dispose();
    }

    private bool IsReady()
    {
        if (_ofInitiator is not null)
        {
            return true;
        }

        if (keys is null || sa.KeyProblem is not null)
        {
            return false;
        }

        PacketTransform? transform = keys.Transform ?? TransformOf(sa);
        sa.KeyProblem = transform is null
            ? "the keys do not say for which algorithms they are, and the choice is not in the capture or not known here"
            : keys.Misfit(transform);
        if (sa.KeyProblem is not null)
        {
            return false;
        }

        _ofInitiator = keys.Opener(transform!, fromInitiator: true);
        _ofResponder = keys.Opener(transform!, fromInitiator: false);
        return true;
    }

    private static PacketTransform? TransformOf(ObservedIkeSa sa) => sa.Chosen is { } chosen && ProposalSentences.ToIke(chosen) is { } known
        ? ProposalMatch.Compare(known, chosen with { Transforms = [.. chosen.Transforms.Where(IsKnown)] }, keyExchange: null) is { Fits: true } match
            ? match.EspTransform()
            : null
        : null;

    /// <summary>What is not known here, such as an additional key exchange, says nothing about how messages are protected.</summary>
    private static bool IsKnown(Wire.Ike.V2.Proposals.SaTransform transform) => AlgorithmCatalog.Find(transform) is not null;
}

using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>Opens the messages of both sides of one IKE SA, if it has the keys.</summary>
/// <param name="sa">The IKE SA: says what was chosen, and hears what is wrong with the keys.</param>
/// <param name="keys">Its keys, several where IKE_INTERMEDIATE has changed them; none when they are not known.</param>
internal sealed class MessageOpener(ObservedIkeSa sa, IReadOnlyList<ObservedKeys> keys) : IDisposable
{
    // Seven additional key exchanges are the most that there are (RFC 9370 §2.2.1).
    private const int MostKeys = 8;

    private readonly List<(MessageProtection OfInitiator, MessageProtection OfResponder)> _openers = [];

    /// <summary>Opens a message, or takes a fragment of one.</summary>
    /// <returns>Null without usable keys.</returns>
    internal OpenOutcome? Open(IkeMessage outer, bool isFromInitiator, out IkeMessage message, out IkeReadFailure failure)
    {
        (message, failure) = (null!, default);
        if (outer.Payloads.Count == 0 || outer.Payloads[^1] is not (EncryptedPayload or EncryptedFragmentPayload))
        {
            return OpenOutcome.NotProtected;
        }

        OpenOutcome? outcome = null;
        foreach ((MessageProtection ofInitiator, MessageProtection ofResponder) in Openers())
        {
            outcome = (isFromInitiator ? ofInitiator : ofResponder).Open(outer, out message, out failure);
            if (outcome != OpenOutcome.NotAuthentic)
            {
                break;
            }
        }

        sa.WasOpened |= outcome == OpenOutcome.Opened;
        return outcome;
    }

    /// <summary>Erases the keys that were made.</summary>
    public void Dispose()
    {
        foreach ((MessageProtection ofInitiator, MessageProtection ofResponder) in _openers)
        {
            ofInitiator.Dispose();
            ofResponder.Dispose();
        }
    }

    private List<(MessageProtection OfInitiator, MessageProtection OfResponder)> Openers()
    {
        if (_openers.Count > 0 || sa.KeyProblem is not null)
        {
            return _openers;
        }

        foreach (ObservedKeys key in keys.Take(MostKeys))
        {
            PacketTransform? transform = key.Transform ?? TransformOf(sa);
            string? problem = transform is null
                ? "the keys do not say for which algorithms they are, and the choice is not in the capture or not known here"
                : key.Misfit(transform);
            if (problem is not null)
            {
                sa.KeyProblem = problem;
                continue;
            }

            _openers.Add((key.Opener(transform!, fromInitiator: true), key.Opener(transform!, fromInitiator: false)));
        }

        return _openers;
    }

    private static PacketTransform? TransformOf(ObservedIkeSa sa) => sa.Chosen is { } chosen && ProposalSentences.ToIke(chosen) is { } known
        ? ProposalMatch.Compare(known, chosen with { Transforms = [.. chosen.Transforms.Where(IsKnown)] }, keyExchange: null) is { Fits: true } match
            ? match.EspTransform()
            : null
        : null;

    /// <summary>What is not known here, such as an additional key exchange, says nothing about how messages are protected.</summary>
    private static bool IsKnown(Wire.Ike.V2.Proposals.SaTransform transform) => AlgorithmCatalog.Find(transform) is not null;
}

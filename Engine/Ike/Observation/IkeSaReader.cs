using System.Security.Cryptography;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>Reads the messages of one IKE SA one after the other.</summary>
/// <param name="sa">What is known of it.</param>
/// <param name="keys">Its keys; none when they are not known.</param>
/// <param name="announce">Hears of an IKE SA that takes its place: SPI of the new initiator, the choice, SPI of the old one.</param>
internal sealed class IkeSaReader(ObservedIkeSa sa, IReadOnlyList<ObservedKeys> keys, Action<ulong, SaProposal, ulong> announce) : IDisposable
{
    private const byte EncryptedByIkeV1 = 0x01;

    private readonly Dictionary<(bool IsFromInitiator, ExchangeType Exchange, bool IsResponse, uint Id), ObservedStep> _latest = [];
    private readonly MessageOpener _opener = new(sa, keys);
    private readonly ExchangeFacts _facts = new(sa, announce);

    /// <summary>What is known.</summary>
    internal ObservedIkeSa Sa => sa;

    /// <summary>Takes a message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="datagram">All of it.</param>
    /// <param name="sighting">Where and when it was seen.</param>
    /// <param name="hasRoom">False when no more messages may be remembered.</param>
    internal void Take(in IkeHeader header, ReadOnlySpan<byte> datagram, Sighting sighting, bool hasRoom)
    {
        sa.ResponderSpi = header.ResponderSpi != 0 ? header.ResponderSpi : sa.ResponderSpi;
        IkeMessage.TryRead(datagram, out IkeMessage? outer, out IkeReadFailure failure);
        EncryptedFragmentPayload? fragment = outer is { Payloads.Count: > 0 } ? outer.Payloads[^1] as EncryptedFragmentPayload : null;
        Octets hash = SHA256.HashData(datagram);
        var key = (IsFromInitiator(header, sighting), header.Exchange, header.Flags.HasFlag(IkeHeaderBits.Response), header.MessageId);
        if (_latest.GetValueOrDefault(key) is { } known && (known.Hash == hash || (fragment is not null && known.FragmentTotal > 0)))
        {
            TakeAgain(known, outer, fragment, datagram.Length, sighting);
            return;
        }

        if (!hasRoom)
        {
            sa.OverlookedCount++;
            return;
        }

        ObservedStep step = Add(key, header, datagram.Length, hash, sighting);
        if (fragment is not null)
        {
            step.TakeFragment(fragment.Number, fragment.Total);
        }

        if (outer is not null)
        {
            Read(step, outer);
        }
        else
        {
            string encrypted = ((byte)header.Flags & EncryptedByIkeV1) != 0 ? "; encrypted" : string.Empty;
            sa.Tell(step, [header.MajorVersion == 1 ? $"IKEv1, of which only headers are read here{encrypted}" : $"cannot be read: {failure}"]);
        }
    }

    /// <summary>Erases what was made of the keys.</summary>
    public void Dispose() => _opener.Dispose();

    private bool IsFromInitiator(in IkeHeader header, Sighting sighting) => header.MajorVersion == 1
        ? sa.Initiator is null || sa.Initiator.Value.Address == sighting.From.Address
        : header.Flags.HasFlag(IkeHeaderBits.Initiator);

    private ObservedStep Add(
        (bool IsFromInitiator, ExchangeType Exchange, bool IsResponse, uint Id) key, in IkeHeader header, int length, Octets hash, Sighting sighting)
    {
        var step = new ObservedStep
        {
            At = sighting.At,
            LastAt = sighting.At,
            Number = sighting.Number,
            From = sighting.From,
            To = sighting.To,
            IsFromInitiator = key.IsFromInitiator,
            Name = ExchangeNames.Of(header),
            MessageId = header.MessageId,
            Exchange = header.Exchange,
            IsResponse = key.IsResponse,
            Length = length,
            Hash = hash,
        };
        _latest[key] = step;
        sa.Add(step);
        Place(step);
        Settle(step);
        return step;
    }

    /// <summary>The same once more, or another fragment of it.</summary>
    private void TakeAgain(ObservedStep known, IkeMessage? outer, EncryptedFragmentPayload? fragment, int length, Sighting sighting)
    {
        known.LastAt = sighting.At;
        if (fragment is null || !known.TakeFragment(fragment.Number, fragment.Total))
        {
            // Of all its fragments, so that a message that was sent twice counts as repeated once.
            known.Repetitions += fragment is null || fragment.Number == known.Fragments.First() ? 1 : 0;
            return;
        }

        known.Length += length;
        Read(known, outer!);
    }

    private void Read(ObservedStep step, IkeMessage outer)
    {
        if (outer.Exchange == ExchangeType.IkeSaInit)
        {
            sa.Tell(step, [.. NatSentences.Of(outer, step), .. PayloadSentences.Of(outer)]);
            _facts.Take(outer, step);
            return;
        }

        switch (_opener.Open(outer, step.IsFromInitiator, out IkeMessage message, out IkeReadFailure failure))
        {
            case OpenOutcome.Opened:
                sa.Tell(step, PayloadSentences.Of(message).DefaultIfEmpty(step.IsResponse ? "acknowledges" : "asks for a sign of life"));
                _facts.Take(message, step);
                break;
            case OpenOutcome.Malformed:
                sa.Tell(step, [$"authentic, but cannot be read: {failure}"]);
                break;
            case OpenOutcome.NotAuthentic:
                sa.Tell(step, ["encrypted; does not open with the key that was given: the key is another's, or the message was altered"]);
                break;
            case OpenOutcome.NotProtected:
                sa.Tell(step, PayloadSentences.Of(outer).Prepend("not encrypted: nothing proves who sent it"));
                break;
            case null:
                sa.Tell(step, ["encrypted"]);
                break;
        }
    }

    private void Place(ObservedStep step)
    {
        sa.Initiator = step.IsFromInitiator ? step.From : step.To;
        sa.Responder = step.IsFromInitiator ? step.To : step.From;
    }

    /// <summary>Remembers which requests wait for an answer.</summary>
    private void Settle(ObservedStep step)
    {
        ref ObservedStep? open = ref sa.Open[step.IsFromInitiator == step.IsResponse ? 1 : 0];
        if (!step.IsResponse)
        {
            open = step;
        }
        else if (open?.MessageId == step.MessageId)
        {
            open = null;
        }
    }
}

using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>What the hashes of NAT detection say at the place where a message was seen (RFC 7296 §2.23).</summary>
internal static class NatSentences
{
    /// <summary>One sentence; none when the sender does not know NAT traversal, or does not get so far.</summary>
    internal static IEnumerable<string> Of(IkeMessage message, ObservedStep step)
    {
        NatPresence? presence = NatDetection.Detect(message, step.From.Address, step.From.Port, step.To.Address, step.To.Port);
        if (presence is null)
        {
            return [];
        }

        return presence.Value switch
        {
            NatPresence.None => ["NAT detection: no NAT between the sender and here"],
            NatPresence.PeerBehindNat => ["NAT detection: the sender is behind a NAT, or says so to have ESP in UDP"],
            NatPresence.BehindNat => ["NAT detection: the sender knows the other side by another address: there is a NAT in front of that"],
            _ => ["NAT detection: both sides are behind NATs, or the sender says so to have ESP in UDP"],
        };
    }
}

using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Actors.Ike.Strangers;

/// <summary>Tells who speaks a later version of IKE which one we speak: INVALID_MAJOR_VERSION (RFC 7296 §2.5).</summary>
/// <remarks>Sent in the clear to whoever asks, so there are few: nobody can use us to flood others.</remarks>
/// <param name="time">The clock.</param>
internal sealed class VersionRefusals(TimeProvider time)
{
    private const int MostPerSecond = 10;

    private long _second = time.GetTimestamp();
    private int _told;

    /// <summary>The answer to a request of a later version.</summary>
    /// <param name="header">Its header, the same in all versions.</param>
    /// <returns>The message; null for a response, and when enough was told in this second.</returns>
    public byte[]? Answer(in IkeHeader header)
    {
        if (header.Flags.HasFlag(IkeHeaderBits.Response) || !MayTell())
        {
            return null;
        }

        return new IkeMessage
        {
            InitiatorSpi = header.InitiatorSpi,
            ResponderSpi = header.ResponderSpi,
            Exchange = header.Exchange,
            MessageId = header.MessageId,
            IsResponse = true,
            IsFromInitiator = !header.Flags.HasFlag(IkeHeaderBits.Initiator),
            Payloads = [new NotifyPayload(NotifyType.InvalidMajorVersion)],
        }.Write();
    }

    private bool MayTell()
    {
        if (time.GetElapsedTime(_second) >= TimeSpan.FromSeconds(1))
        {
            (_second, _told) = (time.GetTimestamp(), 0);
        }

        return _told++ < MostPerSecond;
    }
}

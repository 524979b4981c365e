using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>What both sides say about themselves in IKE_SA_INIT. An extension that is agreed on there adds its line here.</summary>
internal static class InitialNotices
{
    /// <summary>The notifies of a request or a response.</summary>
    /// <param name="initiatorSpi">SPIi of the message.</param>
    /// <param name="responderSpi">SPIr of the message.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="connection">What we allow.</param>
    /// <param name="means">For the false hash that forces UDP encapsulation.</param>
    internal static IEnumerable<IkePayload> Of(
        ulong initiatorSpi, ulong responderSpi, IkePath path, ConnectionOptions connection, IkeMeans means)
    {
        foreach (IkePayload payload in Notices.NatDetection(
            initiatorSpi, responderSpi, path, connection.ForcesUdpEncapsulation ? means.Random : null))
        {
            yield return payload;
        }

        if (connection.AllowsFragments)
        {
            yield return new NotifyPayload(NotifyType.Ikev2FragmentationSupported);
        }

        yield return Notices.Hashes();

        // RFC 6023 §3: only the responder says it.
        if (responderSpi != 0)
        {
            yield return new NotifyPayload(NotifyType.ChildlessIkev2Supported);
        }
    }
}

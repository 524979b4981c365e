using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Which authorities' certificates we ask a peer for: each has a request of its own (RFC 4945 §3.2).</summary>
internal static class CertificateRequests
{
    // A name has some hundred bytes, and messages 3 and 4 cannot be cut.
    private const int MostNames = 8;

    /// <summary>The requests of a message 3 or 4.</summary>
    /// <param name="suite">What was chosen; nothing is asked for unless both sides sign.</param>
    /// <param name="connections">Those that may be meant.</param>
    /// <returns>One for each trusted authority; one for any when they are many, or none is named.</returns>
    internal static IEnumerable<IsakmpPayload> Of(Phase1Suite suite, IReadOnlyList<ConnectionOptions> connections)
    {
        if (suite.Method == OakleyAuthMethod.PresharedKey)
        {
            return [];
        }

        Octets[] names =
        [
            .. connections.Where(connection => Phase1Offer.SuitesOf(connection).Contains(suite))
                .SelectMany(connection => connection.PeerProofs.OfType<IPhase1Verifier>())
                .SelectMany(verifier => verifier.Authorities)
                .Distinct(),
        ];
        return names.Length is 0 or > MostNames ? [RequestOf(default)] : names.Select(RequestOf);
    }

    private static CertPayload RequestOf(Octets name) => new(IsakmpPayloadType.CertificateRequest, CertEncoding.X509Signature, name);
}

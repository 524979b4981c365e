using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>What a connection may not say when it speaks IKEv1, because IKEv1 has no words for it.</summary>
internal static class Version1Rules
{
    /// <summary>Checks what belongs to the connection as a whole.</summary>
    /// <param name="connection">Its object, for the errors.</param>
    /// <param name="proposals">Its proposals of phase 1.</param>
    /// <param name="proofs">How the two sides prove who they are.</param>
    /// <param name="certificate">Ours; null without one.</param>
    public static void Check(ObjectReader connection, IReadOnlyList<IkeProposal> proposals, ProofReader proofs, OwnCertificate? certificate)
    {
        // The method of the two sides says nothing about the algorithms beside it.
        if (!proposals.Any(proposal => Phase1Suite.Of(proposal, OakleyAuthMethod.PresharedKey).Any()))
        {
            connection.Refuse("ikeProposals", "has nothing that IKEv1 has a number for (no combined ciphers, no x25519); "
                + "write one such as \"aes256-sha256-modp2048\", or \"version\": 2");
        }

        if (proofs.IsLocalCertificate != proofs.IsRemoteCertificate)
        {
            connection.Refuse("remoteAuthentication", "is another than localAuthentication, but IKEv1 agrees on one for both sides; "
                + "write one \"authentication\", or \"version\": 2");
        }

        if (certificate is not null && SignatureMethods.Of(certificate.Key.Kind) is null)
        {
            connection.Refuse("localAuthentication", $"is by a key of kind {certificate.Key.Kind}, and IKEv1 has RSA and ECDSA; "
                + "use another certificate, or \"version\": 2");
        }
    }

    /// <summary>Checks a child.</summary>
    /// <param name="reader">Its object, for the errors.</param>
    /// <param name="child">What was read.</param>
    public static void CheckChild(ObjectReader reader, ChildOptions child)
    {
        if (!child.Proposals.Any(proposal => Phase2Alternative.TryOf([proposal]) is not null))
        {
            reader.Refuse("proposals", "has nothing that IKEv1 has a number for; write one such as \"aes128-sha256\"");
        }

        CheckSide(reader, "localSelectors", child.Selectors?.Local ?? []);
        CheckSide(reader, "remoteSelectors", child.Selectors?.Remote ?? []);
    }

    /// <summary>A quick mode says one network, one protocol and one port of each side (RFC 2407 §4.6.2); several networks are several quick modes.</summary>
    private static void CheckSide(ObjectReader child, string field, ValueList<TsSelector> side)
    {
        if (side.Any(selector => selector.Ports != PortRange.Any && selector.Ports.First != selector.Ports.Last))
        {
            child.Refuse(field, "has a range of ports or messages, and IKEv1 says one port or all; write one, none, or \"version\": 2");
        }
    }
}

using System.Globalization;
using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>What the payloads of a message say, in plain sentences. Bounded, and without control characters, whatever was sent.</summary>
internal static class PayloadSentences
{
    private const int LongestSentence = 400;
    private const int EapHeaderLength = 4;

    /// <summary>All sentences of a message, in the order of its payloads; statuses come together at the end.</summary>
    /// <param name="message">The message, in the clear.</param>
    internal static IEnumerable<string> Of(IkeMessage message)
    {
        var statuses = new List<string>();
        foreach (IkePayload payload in message.Payloads)
        {
            if (payload is NotifyPayload { IsError: false } status && NotifySentences.Of(status) is not { Length: > 0 })
            {
                statuses.Add(NotifyText.Of(status.Notify));
                continue;
            }

            foreach (string sentence in Of(payload, message))
            {
                yield return Clean(sentence);
            }
        }

        if (TrafficOf(message, reversed: false) is { } traffic)
        {
            yield return Clean(traffic);
        }

        if (statuses.Count > 0)
        {
            yield return Clean($"says {string.Join(", ", statuses.Distinct())}");
        }
    }

    /// <summary>A sentence that does no harm to a terminal, of a length that can be read.</summary>
    internal static string Clean(string sentence)
    {
        string cut = sentence.Length <= LongestSentence ? sentence : string.Concat(sentence.AsSpan(0, LongestSentence), "...");
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(character => char.IsControl(character) ? '?' : character)) : cut;
    }

    /// <summary>The traffic of a Child SA, that of the exchange's initiator first; null when a message speaks of none.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reversed">True to have the other side's first.</param>
    internal static string? TrafficOf(IkeMessage message, bool reversed)
    {
        if (message.Find<TsPayload>(PayloadType.TsInitiator) is not { } first || message.Find<TsPayload>(PayloadType.TsResponder) is not { } second)
        {
            return null;
        }

        (TsPayload own, TsPayload other) = reversed ? (second, first) : (first, second);
        return $"traffic {SelectorText.Of(own.Selectors)} to {SelectorText.Of(other.Selectors)}";
    }

    private static IEnumerable<string> Of(IkePayload payload, IkeMessage message) => payload switch
    {
        SaPayload sa => ProposalSentences.Of(sa, message.IsResponse),
        KePayload key => [$"key exchange {ProposalFailures.MethodName(key.Method)}, {Bytes(key.Value)}"],
        IdPayload id => [Identity(id, message)],
        CertPayload certificate => [Certificate(certificate)],
        CertRequestPayload request => [Count(request)],
        AuthPayload proof => [$"proves it by {Proof(proof)}"],
        NotifyPayload { IsError: true } error => [NotifySentences.OfError(error)],
        NotifyPayload status => [NotifySentences.Of(status)],
        DeletePayload delete => [Delete(delete)],
        RawPayload { Type: PayloadType.Eap } eap => [Eap(eap.Body)],
        RawPayload { Type: PayloadType.Configuration } => ["configuration payload (CP)"],
        RawPayload unknown =>
            [string.Create(CultureInfo.InvariantCulture, $"payload of type {(int)unknown.Type}, {unknown.Body.Length} bytes, not known here")],
        // A nonce says nothing to people, vendor IDs little; selectors come in pairs.
        _ => [],
    };

    private static string Identity(IdPayload id, IkeMessage message)
    {
        IkeIdentity identity = IkeIdentity.Of(id);
        return id.Type == PayloadType.IdResponder && !message.IsResponse ? $"asks for {identity}" : $"is {identity}";
    }

    private static string Certificate(CertPayload payload)
    {
        if (payload.Encoding != CertEncoding.X509Signature)
        {
            return $"certificate as {payload.Encoding}, {Bytes(payload.Certificate)}";
        }

        return Crypto.Certificates.Certificate.TryRead(payload.Certificate.Span, out Certificate? certificate)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"certificate of {certificate.Subject}, issued by {certificate.Issuer}, "
                + $"valid {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}")
            : $"certificate that cannot be read, {Bytes(payload.Certificate)}";
    }

    private static string Count(CertRequestPayload request)
    {
        int count = request.AuthorityHashes.Count();
        return string.Create(
            CultureInfo.InvariantCulture, $"asks for a certificate of {(count == 1 ? "one authority" : $"{count} authorities")}");
    }

    private static string Proof(AuthPayload proof) => proof.Method switch
    {
        AuthMethod.SharedKey => "a shared key",
        AuthMethod.DigitalSignature when DigitalSignature.TryRead(proof.Proof, out DigitalSignature signature) =>
            SignatureCatalog.TryRead(signature.Algorithm.Span, out SignatureAlgorithm algorithm)
                ? $"a signature, {algorithm}"
                : "a signature of a kind that is not known here",
        AuthMethod.RsaSignature => "an RSA signature (method 1)",
        AuthMethod.Null => "nothing (NULL authentication)",
        _ when SignatureCatalog.TryFind((int)proof.Method, out SignatureAlgorithm algorithm) => $"a signature, {algorithm}",
        _ => string.Create(CultureInfo.InvariantCulture, $"method {(int)proof.Method}, which is not known here"),
    };

    private static string Delete(DeletePayload delete)
    {
        if (delete.Protocol == ProtocolId.Ike)
        {
            return "deletes this IKE SA";
        }

        const int Most = 16;
        string more = delete.Spis.Count > Most ? " and more" : string.Empty;
        return $"deletes its inbound {ProposalText.Of(delete.Protocol)} SA "
            + string.Join(", ", delete.Spis.Take(Most).Select(spi => spi.ToString("x8", CultureInfo.InvariantCulture))) + more;
    }

    /// <summary>Code, identifier, length, type (RFC 3748 §4).</summary>
    private static string Eap(Octets body)
    {
        if (body.Length < EapHeaderLength)
        {
            return "EAP message that cannot be read";
        }

        string code = body.Span[0] switch
        {
            1 => "request",
            2 => "response",
            3 => "success",
            4 => "failure",
            _ => string.Create(CultureInfo.InvariantCulture, $"code {body.Span[0]}"),
        };
        string type = body.Length == EapHeaderLength ? string.Empty : " " + EapType(body.Span[EapHeaderLength]);
        return $"EAP {code}{type}";
    }

    private static string EapType(byte type) => type switch
    {
        1 => "identity",
        3 => "refusal of the method (Nak)",
        4 => "MD5 challenge",
        13 => "TLS",
        18 => "SIM",
        21 => "TTLS",
        23 => "AKA",
        25 => "PEAP",
        26 => "MSCHAPv2",
        _ => string.Create(CultureInfo.InvariantCulture, $"type {type}"),
    };

    private static string Bytes(Octets octets) => string.Create(CultureInfo.InvariantCulture, $"{octets.Length} bytes");
}

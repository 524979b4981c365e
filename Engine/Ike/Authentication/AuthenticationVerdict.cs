using Pipeline.Crypto.Certificates;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>Whether a peer is who it says it is, and if not, why.</summary>
/// <param name="Problem">None when it is.</param>
public sealed record AuthenticationVerdict(AuthenticationProblem Problem)
{
    /// <summary>Believed.</summary>
    public static AuthenticationVerdict Believed { get; } = new(AuthenticationProblem.None);

    /// <summary>True when the peer is believed.</summary>
    public bool IsAuthentic => Problem == AuthenticationProblem.None;

    /// <summary>What came of checking its certificate; null without one.</summary>
    public CertificateVerdict? Certificate { get; init; }

    /// <summary>What stands in the way, for people.</summary>
    public string Explanation { get; init; } = "";
}

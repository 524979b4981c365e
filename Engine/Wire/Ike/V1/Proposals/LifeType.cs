namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>What a life duration counts, alike in both phases (RFC 2409 appendix A, RFC 2407 §4.5).</summary>
public enum LifeType
{
    /// <summary>Seconds.</summary>
    Seconds = 1,

    /// <summary>Kilobytes: 1024 bytes each.</summary>
    Kilobytes = 2,
}

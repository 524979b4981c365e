namespace Pipeline.Crypto.Certificates;

/// <summary>How much must be known about revocation.</summary>
public enum RevocationPolicy
{
    /// <summary>A list that is there is believed, also when it is out of date; one that is not there is not missed.</summary>
    IfAvailable,

    /// <summary>Each certificate but the anchor needs a list of its issuer that is up to date.</summary>
    Strict,
}

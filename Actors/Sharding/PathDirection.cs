namespace Pipeline.Actors.Sharding;

/// <summary>Which of the two walks a batch takes.</summary>
public enum PathDirection
{
    /// <summary>From local hosts to the other gateway.</summary>
    Outbound,

    /// <summary>From the other gateway to local hosts.</summary>
    Inbound,
}

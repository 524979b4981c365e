namespace Pipeline.Engine.Ike.Observation;

/// <summary>How far an IKE SA came, as a bystander saw it.</summary>
public enum OutcomeKind
{
    /// <summary>What was seen does not tell.</summary>
    Unknown,

    /// <summary>It is up, or was for all that can be seen.</summary>
    Established,

    /// <summary>It was up, and one side has deleted it.</summary>
    Deleted,

    /// <summary>One side has refused.</summary>
    Refused,

    /// <summary>One side did not answer.</summary>
    Unanswered,

    /// <summary>It stopped in the middle: somebody did not go on.</summary>
    Unfinished,
}

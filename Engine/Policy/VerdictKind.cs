namespace Pipeline.Engine.Policy;

/// <summary>The four answers of policy to a packet.</summary>
public enum VerdictKind : byte
{
    /// <summary>Drop it. Also the default value: nothing passes because someone forgot to ask.</summary>
    Block = 0,

    /// <summary>Let it pass in the clear.</summary>
    Permit,

    /// <summary>Protect it with the SA that the verdict names.</summary>
    Protect,

    /// <summary>Protect it with an SA that has to be negotiated.</summary>
    Negotiate,
}

namespace Pipeline.Engine.Ike;

/// <summary>One state of an IKE SA: named after the message it waits for. Immutable; secrets inside it are erased when it ends.</summary>
public abstract record IkeState
{
    /// <summary>Takes one input and says what comes next. Pure: no clock, no randomness of its own, no I/O; never throws for a message.</summary>
    /// <param name="input">A message that is authentic (or initial), an order, a timer.</param>
    /// <param name="means">Randomness, SPIs, time.</param>
    public abstract Transition Handle(IkeInput input, IkeMeans means);

    /// <summary>Erases private keys and derived keys; nothing can be handled afterwards. Again is harmless.</summary>
    public virtual void EraseSecrets()
    {
    }

    /// <summary>Never shows what is inside.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Nothing happens.</summary>
    protected Transition Stay() => new(this, []);
}

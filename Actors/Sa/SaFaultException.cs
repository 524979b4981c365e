namespace Pipeline.Actors.Sa;

/// <summary>Makes an SA's actor fail with the fault that its packet door met.</summary>
public sealed class SaFaultException : Exception
{
    /// <param name="fault">What the packet door threw.</param>
    public SaFaultException(Exception fault)
        : base(fault?.Message, fault)
    {
    }
}

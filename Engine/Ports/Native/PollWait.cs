namespace Pipeline.Engine.Ports.Native;

/// <summary>A time to wait, as <c>poll</c> takes it.</summary>
internal static class PollWait
{
    /// <summary>Whole milliseconds, rounded up so that a short wait is not a busy loop; 0 for nothing and less.</summary>
    public static int Milliseconds(TimeSpan wait) =>
        (int)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue);
}

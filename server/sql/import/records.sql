-- The number that changes with the lane's facts, master records, and retractions.
SELECT records FROM lane_state

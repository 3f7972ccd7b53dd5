"""What keeps a product with its facility: known to the packages above, asked before it is handed on."""

from collections.abc import Callable

Obstacle = Callable[[int], str]
_obstacles: list[Obstacle] = []


def transfer_obstacle(obstacle: Obstacle) -> Obstacle:
    """Register what tells, of a product by id, the code of a refusal; "" where nothing is in the way."""
    _obstacles.append(obstacle)
    return obstacle


def obstacle_of(product_id: int) -> str:
    """The first refusal; "" where there is none."""
    return next((code for obstacle in _obstacles if (code := obstacle(product_id))), "")
